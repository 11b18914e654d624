/**
 * The embedding API: a {@link dev.carbide.kernel.Kernel} prepares plans and executes them; results come as
 * {@link dev.carbide.kernel.ResultStream}s of off-heap batches. All that front-ends need starts here.
 */
@NullMarked
package dev.carbide.kernel;

import org.jspecify.annotations.NullMarked;
