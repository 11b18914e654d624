/**
 * Engines within a memory limit that is too small for their queries: {@code ./carbide bench spill}. Each query runs in a
 * process of its own, a {@link dev.carbide.bench.spill.SpillChild}, because what is measured belongs to a process.
 */
@NullMarked
package dev.carbide.bench.spill;

import org.jspecify.annotations.NullMarked;
