/**
 * An interpreter of whole plans over boxed rows, and tests that run random plans through generated code and through it:
 * {@link dev.carbide.kernel.oracle.PlanInterpreter} says what is right, {@link dev.carbide.kernel.oracle.RandomPlan} what
 * to try, {@link dev.carbide.kernel.oracle.QueryCheck} whether it came out.
 */
@NullMarked
package dev.carbide.kernel.oracle;

import org.jspecify.annotations.NullMarked;
