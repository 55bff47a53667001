"""``rate`` one reply, ``score`` tables of them."""

import asyncio
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

import roleplay
from roleplay import paths
from roleplay.cli import clustering, library, reporting, running
from roleplay.cli import tables as options
from roleplay.errors import InputError, UsageError

if TYPE_CHECKING:
    from roleplay.classroom import Counts, Job, Posed
    from roleplay.classroom.report import Places
    from roleplay.feedback import Advice, Feedback, LadderFeedback
    from roleplay.rating import Rater, Rating

FAILED_ROWS: Final = 3


class BackendName(StrEnum):
    """What runs the model; the levels agree."""

    ONNX = "onnx"
    TORCH = "torch"


Backend = Annotated[
    BackendName,
    typer.Option(help="torch is slower to start, and uses a GPU where there is one."),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("rate")(rate)
    app.command("score")(score)


def rate(
    reply: Annotated[str, typer.Argument(help="The reply; - reads it from standard input.")],
    scenario: Annotated[
        str, typer.Option(metavar="ID[/SCENE]", help="Where it was said; the opening by default.")
    ] = "",
    concern: Annotated[str, typer.Option(help="What it answers, without a scenario.")] = "",
    point: Annotated[
        list[str] | None,
        typer.Option(
            help="A point of the concern; fact:, feeling: or need: may stand before it. "
            "Without any, points are drafted from the concern."
        ),
    ] = None,
    reference: Annotated[list[str] | None, typer.Option(help="A strong reply.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    backend: Backend = BackendName.ONNX,
) -> None:
    """Rate one reply, and say why."""
    from roleplay.feedback import write_feedback

    if bool(scenario) == bool(concern):
        hint = 'such as --scenario two-minute-question, or --concern "Where is my order?"'
        raise UsageError("Say what was answered: a scenario or a concern.", hint=hint)
    if scenario and (point or reference):
        raise UsageError("A scenario has its own points and references.", hint="or use --concern")
    posed = _posed(
        sys.stdin.read() if reply == "-" else reply,
        scenario,
        {"concern": concern, "points": point or [], "references": reference or []},
    )
    rating, advice = asyncio.run(_rated(posed, make_rater(backend)))
    words = write_feedback(posed.exchange, rating, posed.weights, advice, posed.sources)
    typer.echo(
        json.dumps(_data(posed, rating, words), ensure_ascii=False)
        if as_json
        else "\n".join(_lines(rating, words))
    )


def score(
    tables: Annotated[
        list[Path],
        typer.Argument(
            metavar="TABLE",
            help="CSV, TSV, JSON Lines, XLSX or Parquet, one reply a row; patterns such as "
            "'class-*.csv' work, and - is standard input.",
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            "-o",
            metavar="OUT",
            help="The rated table: .csv, .tsv, .jsonl, .xlsx or .parquet; - is standard output.",
        ),
    ],
    explain: Annotated[
        bool, typer.Option("--explain", help="Add a strength and tried advice; slower.")
    ] = False,
    raw: Annotated[
        bool,
        typer.Option("--raw", help="Do not keep spreadsheets from running cells as formulas."),
    ] = False,
    prefix: Annotated[str, typer.Option(help="Goes before each new column's name.")] = "",
    encoding: options.Encoding = None,
    delimiter: options.Delimiter = None,
    sheet: options.Sheet = None,
    from_: options.From = None,
    to: options.To = None,
    backend: Backend = BackendName.ONNX,
    engine: clustering.Engine = clustering.EngineName.LOCAL,
    address: clustering.Address = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where an interrupted run was stopped.")
    ] = False,
    restart: Annotated[
        bool, typer.Option("--restart", help="Throw away what an interrupted run has left.")
    ] = False,
    pilot: Annotated[
        int,
        typer.Option(
            min=0, metavar="N", help="Rate N rows drawn at random first, and ask whether to go on."
        ),
    ] = 0,
    shard: Annotated[
        str,
        typer.Option(metavar="I/N", help="Only the I-th of N equal shares of the rows, in order."),
    ] = "1/1",
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Replies rated side by side; one a core by default, but locally at most 8.",
        ),
    ] = None,
    calibration: options.Calibration = None,
    report: reporting.Page = None,
    feedback: reporting.Feedback = None,
) -> None:
    """Rate every reply in tables: same rows, same order, with levels, flags and reasons.

    A row has learner, scenario, scene and reply, or its own concern, points and
    references instead of scenario and scene. Of several tables, a column `table`
    says which a row is from. Failed rows go to OUT.errors.csv, or to standard error
    where there is no such file; the exit code is 3 then. A report is made of OUT as
    `roleplay report` makes it; with --explain it quotes strengths and gives advice.

    A run that is stopped, however it is stopped, keeps its ratings beside OUT; with
    --resume it goes on, and writes the same bytes as one that was not. Shards are
    consecutive rows: those of all outputs, one after the other, are those of one run.

    With --engine ray every core of a cluster rates, and OUT is the same as without
    it. The tables are Parquet files, at the same paths on all machines, each with
    the same roleplay, model and packs. Such a run keeps nothing when it is stopped.
    """
    from roleplay.classroom import Job, Options
    from roleplay.classroom.kept import Kept
    from roleplay.classroom.shard import Shard

    clustering.check(engine, address, {"resume": resume, "pilot": pilot})
    reading, share = options.reading(encoding, delimiter, sheet, from_), Shard.parse(shard)
    places = reporting.places_of(report, feedback, out, tables)
    job = Job.prepare(tables, out, Options(explain, raw, prefix, reading, to and to.value, share))
    own = options.calibration_at(calibration)
    if engine is clustering.EngineName.RAY:
        kit = clustering.Kit(backend, own)
        _tell(job, clustering.score(job, kit, address, workers, restart=restart), places)
        return
    with (
        running.cleaning_up(),
        running.checkpoint(job, resume=resume, restart=restart, pilot=pilot > 0) as checkpoint,
    ):
        known = library.make_library()
        kept = Kept(make_rater(backend, workers), checkpoint, stamp(backend))
        rater = options.bent(
            kept, own
        )  # outside of what is kept, which are the model's own ratings
        if not kept.trusted:
            running.say("Another model or version has rated some of it; that is rated again.")
        if pilot and not running.try_out(job, pilot, rater, known, checkpoint):
            return
        with running.progress_bar(job.total) as progress:
            counts = asyncio.run(job.run(rater, known, progress))
        checkpoint.done()
    _tell(job, counts, places)


def _tell(job: "Job", counts: "Counts", places: "Places | None") -> None:
    """Say what came of all rows, write a report if one is wanted, and end accordingly."""
    from roleplay.classroom.tables.source import is_standard

    piped = is_standard(job.out)
    typer.echo(f"{counts} → {'standard output' if piped else job.out}", err=True)
    if counts.failed and not piped:
        typer.echo(f"what failed, and why → {job.errors}", err=True)
    if places is not None:
        reporting.of_rated(job, places)
    if counts.failed:
        raise typer.Exit(FAILED_ROWS)


def make_rater(backend: BackendName = BackendName.ONNX, workers: int | None = None) -> "Rater":
    """The model, in this process."""
    from roleplay.rater.local import LocalRater
    from roleplay.rating import InProcess

    return InProcess(LocalRater.load(backend=backend.value, workers=workers))


def stamp(backend: BackendName) -> str:
    """Whatever must be the same for the same bytes to get the same rating."""
    from roleplay import rubric
    from roleplay.rater.bundle import digest_of
    from roleplay.receipt import digest

    model = digest_of(paths.model())
    return digest([roleplay.__version__, model, rubric.substance(), backend.value])


def _posed(reply: str, scenario: str, own: dict[str, object]) -> "Posed":
    from roleplay.classroom import Row, RowError, exchange_of

    known = library.make_library()
    name, _, scene = scenario.partition("/")
    if name and not scene and name in known.ids():
        scene = known.load(name).opening
    cells = {"reply": reply, "scenario": name, "scene": scene, **own}
    try:
        return exchange_of(Row("", 1, 1, cells), known)
    except RowError as error:
        raise InputError(f"This cannot be rated: {error}.") from error


async def _rated(posed: "Posed", rater: "Rater") -> tuple["Rating", tuple["Advice", ...]]:
    from roleplay.advice import advise_if_it_can

    (rating,) = await rater.rate([posed.exchange])
    return rating, await advise_if_it_can(posed.exchange, rating, rater, posed.weights)


def _lines(rating: "Rating", words: "Feedback") -> Iterator[str]:
    """What a person reads."""
    from roleplay.text.clean import sanitise

    yield words.headline
    yield ""
    for found in words.ladders:
        yield from (sanitise(line) for line in _ladder(found))
    if words.overall is not None:
        yield f"{'overall':<10} {words.overall:.0f} of 100"
        yield ""
    said = {
        "covered": words.covered,
        "missed": words.missed,
        "wrong": words.wrong,
        "question": [words.strange],
        "strength": [words.strength],
        "advice": [str(advice) for advice in words.advice],
        "change": [] if words.advice else [words.change],
        "beside": [words.beside],
        "note": words.notes,
        "flags": [", ".join(rating.flags)],
        "status": [f"{rating.status}: {rating.why}" if rating.why else rating.status],
        "receipt": [rating.receipt],
    }
    for name, texts in said.items():
        yield from (f"{name:<10} {sanitise(text)}" for text in texts if text)


def _ladder(found: "LadderFeedback") -> Iterator[str]:
    from roleplay.rubric import ACT_WORDS

    level = found.level
    between = f"({level.low:.1f} to {level.high:.1f})"
    yield f"{found.ladder:<10} {level.value:.2f} {between:<12} {found.words}"
    for text, act in found.because:
        yield f"{'':<10} “{text}” {ACT_WORDS[act]}"


def _data(posed: "Posed", rating: "Rating", words: "Feedback") -> dict[str, Any]:
    """What a program reads: the whole rating, the points in words, and the feedback."""
    from roleplay.wire import rating_data

    data = rating_data(rating)
    for found in words.ladders:
        data["levels"][found.ladder.value]["words"] = found.words
    points = {point.id: point for point in posed.exchange.points}
    for point in data["points"]:
        known = points[point["id"]]
        point |= {"kind": known.kind.value, "text": known.text}
    return {
        "reply": posed.exchange.reply,
        "overall": words.overall,
        **data,
        "points_drafted": posed.exchange.drafted,
        "headline": words.headline,
        "strength": words.strength,
        "change": words.change,
        "advice": [asdict(advice) for advice in words.advice],
        "question": words.strange,
    }
