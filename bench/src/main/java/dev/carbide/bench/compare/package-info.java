/**
 * Carbide and another engine side by side in one process: the same rows, the same threads, runs in turn, and results compared
 * before times are.
 */
@NullMarked
package dev.carbide.bench.compare;

import org.jspecify.annotations.NullMarked;
