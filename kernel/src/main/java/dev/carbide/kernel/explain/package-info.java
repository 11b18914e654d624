/**
 * EXPLAIN in its three forms: the plan with its pipelines, the same with what an execution cost, and the generated code.
 * Text for people; programs read metrics.
 */
@NullMarked
package dev.carbide.kernel.explain;

import org.jspecify.annotations.NullMarked;
