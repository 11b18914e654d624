package dev.carbide.codegen.expression;

import dev.carbide.offheap.type.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scalar function, declared once: its name, type rule, null and failure rules, interpretation and generation.
 * Stateless and thread-safe. Built with {@link FunctionBuilder}.
 */
public interface ScalarFunction {
    /** Lower case, unique in the registry. */
    String name();

    /**
     * Checks the arguments and the result type asked for.
     *
     * @param requested the result type the front-end decided on, or null for the usual one
     * @return the result type
     * @throws dev.carbide.offheap.error.CarbideException if the function does not take these arguments or cannot return
     *     that type
     */
    DataType resolveType(TypeCheck arguments, @Nullable DataType requested);

    /** What the operation itself may do for some values of these arguments, by their types alone. */
    FailureKind failure(List<Expression> arguments, DataType type);

    /** Whether the result can be NULL for non-raising input. */
    boolean nullable(List<Expression> arguments, DataType type, EvalMode mode);

    /** Whether the work per row is far above that of an arithmetic operation (strings, division of wide decimals). */
    boolean isExpensive(Call call);

    /** Whether equal arguments give equal results within one execution. */
    boolean isDeterministic();

    /** The value of a call by the plain interpreter: the oracle for {@link #generate}. Boxed as in {@link Literal}. */
    @Nullable
    Object interpret(Call call, Evaluation arguments);

    /**
     * Emits the code for a call on the current row. The value is harmless and the code raises nothing where it is not
     * valid.
     */
    Value generate(Call call, Emission emission);

    /**
     * Emits the code for a BOOLEAN call where only one outcome counts.
     *
     * @return a Java boolean without side effects: true where the call is valid and equals {@code wanted}. Where it
     *     cannot be, the code need not raise what {@link #generate} would
     */
    String holds(Call call, boolean wanted, Emission emission);

    /**
     * An interval that holds the result and every intermediate value of a computation in longs, for an integral or
     * decimal result; for comparisons the operands as they are compared. {@link Range#UNBOUNDED} where nothing is
     * proved. Holds for rows where nothing fails.
     */
    Range range(Call call, List<Range> arguments);

    /** How a call reads in EXPLAIN and in comments. */
    String describe(List<String> arguments, DataType type);
}
