package dev.carbide.codegen.function;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.EvalMode;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.ScalarFunction;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.DataType;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Scalar functions by name. Immutable: {@link #with} makes a registry that knows more. */
public final class FunctionRegistry {
    private static final FunctionRegistry STANDARD = new FunctionRegistry(index(List.of(
            ArithmeticFunctions.ALL,
            ComparisonFunctions.ALL,
            LogicFunctions.ALL,
            ConditionalFunctions.ALL,
            CastFunctions.ALL,
            TextFunctions.ALL,
            PatternFunctions.ALL,
            MembershipFunctions.ALL,
            DateFunctions.ALL,
            RoundingFunctions.ALL)));

    private final Map<String, ScalarFunction> functions;

    private FunctionRegistry(Map<String, ScalarFunction> functions) {
        this.functions = functions;
    }

    /** The functions that come with Carbide. */
    public static FunctionRegistry standard() {
        return STANDARD;
    }

    /** This registry and one more function, whose name must be new. */
    public FunctionRegistry with(ScalarFunction function) {
        Map<String, ScalarFunction> extended = new LinkedHashMap<>(functions);
        add(extended, function);
        return new FunctionRegistry(extended);
    }

    public Collection<ScalarFunction> functions() {
        return Collections.unmodifiableCollection(functions.values());
    }

    /** The function of that name in any case of letters. */
    public Optional<ScalarFunction> find(String name) {
        return Optional.ofNullable(functions.get(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * A checked call in ANSI mode with the usual result type.
     *
     * @throws CarbideException if there is no such function or it does not take these arguments
     */
    public Expression call(String name, List<Expression> arguments) {
        return call(name, arguments, null, EvalMode.ANSI);
    }

    /**
     * A checked call.
     *
     * @param type the result type, or null for the usual one
     * @throws CarbideException if there is no such function, it does not take these arguments or cannot return that type
     */
    public Expression call(String name, List<Expression> arguments, @Nullable DataType type, EvalMode mode) {
        ScalarFunction function =
                find(name).orElseThrow(() -> new CarbideException("There is no function named " + name));
        return Call.of(function, arguments, type, mode);
    }

    private static Map<String, ScalarFunction> index(List<List<ScalarFunction>> families) {
        Map<String, ScalarFunction> functions = new LinkedHashMap<>();
        families.forEach(family -> family.forEach(function -> add(functions, function)));
        return functions;
    }

    private static void add(Map<String, ScalarFunction> functions, ScalarFunction function) {
        if (functions.putIfAbsent(function.name(), function) != null) {
            throw new CarbideException("There is already a function named " + function.name());
        }
    }
}
