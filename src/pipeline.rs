//! The pipeline: the only place that composes the language layers.
