"""A zip archive whose bytes do not depend on when it is made."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

MOMENT: Final = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The earliest that an archive can say."""


class TimelessZip(ZipFile):
    """An archive to write, all of whose parts are as old as can be.

    A rated table is to be the same, byte for byte, whenever the same run has made it.
    """

    def writestr(
        self,
        zinfo_or_arcname: str | ZipInfo,
        data: Any,  # noqa: ANN401 - as there
        *_: Any,  # noqa: ANN401
        **__: Any,  # noqa: ANN401
    ) -> None:
        """See :meth:`ZipFile.writestr`."""
        name = zinfo_or_arcname
        super().writestr(_info(name.filename if isinstance(name, ZipInfo) else name), data)

    def write(
        self,
        filename: str | os.PathLike[str],
        arcname: str | os.PathLike[str] | None = None,
        *_: Any,  # noqa: ANN401 - as there
        **__: Any,  # noqa: ANN401
    ) -> None:
        """See :meth:`ZipFile.write`."""
        info, path = _info(str(arcname or filename)), Path(filename)
        info.file_size = path.stat().st_size  # by which it is known whether 32 bits will do
        with path.open("rb") as source, self.open(info, "w") as part:
            shutil.copyfileobj(source, part)


def _info(name: str) -> ZipInfo:
    info = ZipInfo(name, MOMENT.timetuple()[:6])
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info
