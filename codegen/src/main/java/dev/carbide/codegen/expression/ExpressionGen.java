package dev.carbide.codegen.expression;

import dev.carbide.codegen.source.ClassBuilder;
import dev.carbide.codegen.source.Names;
import dev.carbide.codegen.source.SourceBuilder;

/**
 * Generates Java for expressions on the current row of a loop that somebody else opened. One generator per loop body: an
 * expression that occurs twice is computed once. Its code, and the values it returns, are good until the block that was
 * open when it was generated ends. Arguments of CASE, AND and OR that are costly or can raise are computed in blocks of
 * their own, only for rows that need them; the columns they read are read before.
 *
 * <p>Generated classes that hold literals of variable length or compute text must be given their
 * {@link dev.carbide.codegen.runtime.InstanceResources}. For one thread.
 */
public final class ExpressionGen {
    private final LoopEmission emission;

    /**
     * What may be taken for granted in one version of a loop.
     *
     * @param nullFree no column has a NULL in the batches that this version runs on
     * @param narrow the condition of {@link NarrowGuard} over all expressions generated for this version is true for the
     *     batches it runs on: what it covers has shape INT. Column access may give wide columns either shape then
     */
    public record Variant(boolean nullFree, boolean narrow) {}

    /** @param names the scope of {@code body} */
    public ExpressionGen(ClassBuilder cls, SourceBuilder body, Names names, ColumnAccess columns, Variant variant) {
        if (body.names() != names) {
            throw new IllegalArgumentException("Names must be those of the body");
        }
        this.emission = new LoopEmission(cls, body, columns, variant);
    }

    /** Emits the statements that compute the expression for the current row. */
    public Value generate(Expression expression) {
        return emission.generate(expression);
    }

    /**
     * Emits what the condition needs.
     *
     * @return a Java boolean without side effects that is true where the BOOLEAN expression is TRUE: valid and true. What
     *     is cheap and cannot raise is branch-free. An argument that cannot change the outcome may be left out, and what
     *     it would raise with it
     */
    public String condition(Expression expression) {
        return emission.holds(expression, true);
    }

    /** The expression for comments, with {@code ?n} in place of literals. */
    public String describe(Expression expression) {
        return emission.describe(expression);
    }
}
