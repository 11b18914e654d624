/**
 * Runs pipelines in small steps on threads that never block: {@link dev.carbide.kernel.schedule.Task} is the state machine
 * of whatever runs in time slices, {@link dev.carbide.kernel.schedule.MorselScheduler} deals slices to worker threads,
 * {@link dev.carbide.kernel.schedule.QueryExecution} is one query's pipelines, result queue and memory. Internal to the
 * kernel.
 */
@NullMarked
package dev.carbide.kernel.schedule;

import org.jspecify.annotations.NullMarked;
