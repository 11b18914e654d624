package dev.carbide.kernel.metrics;

/**
 * How far an execution has come, for a person to look at.
 *
 * @param fraction of the work, 0 to 1; never decreasing as long as sources report so
 * @param pipelinesFinished of {@code pipelines}
 * @param rowsRead rows that sources of tables have handed out
 */
public record QueryProgress(double fraction, int pipelinesFinished, int pipelines, long rowsRead) {}
