"""What the rater must do, written by hand from the rubric without a look at the model."""
