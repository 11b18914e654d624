package dev.carbide.operators.runtime;

import dev.carbide.operators.scan.Source;

/**
 * The shared state of a pipeline's sink in one execution. Worker-local states combine into it at the end of their input
 * (thread-safe); {@link #finish()} follows once, when all have; only then is it read. Closing frees all its memory, also
 * half-way after a failure.
 */
public interface SinkState extends AutoCloseable {
    /** All workers have combined. Called once, by one worker; must not take long: heavy work belongs in the source. */
    void finish();

    /** What the sink produced, for a dependent pipeline to scan; at most once. Not for join builds and results. */
    Source openSource();

    @Override
    void close();
}
