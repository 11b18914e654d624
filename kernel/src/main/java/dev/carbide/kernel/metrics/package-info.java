/**
 * What an execution of a query cost: the figures for programs ({@link dev.carbide.kernel.metrics.QueryMetrics}), progress,
 * and the events for the flight recorder.
 */
@NullMarked
package dev.carbide.kernel.metrics;

import org.jspecify.annotations.NullMarked;
