package dev.carbide.codegen.function;

import static dev.carbide.codegen.expression.FunctionBuilder.function;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.FunctionBuilder;
import dev.carbide.codegen.expression.ScalarFunction;
import dev.carbide.codegen.expression.TypeCheck;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.expression.Values;
import dev.carbide.offheap.type.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Three-valued logic and tests for NULL. */
final class LogicFunctions {
    static final ScalarFunction AND = junction("and", "AND", new Junction(false));
    static final ScalarFunction OR = junction("or", "OR", new Junction(true));

    static final ScalarFunction NOT = function("not")
            .display((arguments, type) -> "NOT " + arguments.get(0))
            .types(LogicFunctions::oneBoolean)
            .outcome((call, wanted, out) -> out.holds(call.argument(0), !wanted))
            .strict(
                    (call, values) -> !(Boolean) values[0],
                    (call, out) -> Values.bool(Values.not(call.value(0).code())));

    static final ScalarFunction IS_NULL = nullTest("is_null", "IS NULL", true);
    static final ScalarFunction IS_NOT_NULL = nullTest("is_not_null", "IS NOT NULL", false);

    static final List<ScalarFunction> ALL = List.of(AND, OR, NOT, IS_NULL, IS_NOT_NULL);

    private LogicFunctions() {}

    private static ScalarFunction junction(String name, String operator, Junction junction) {
        return function(name)
                .infix(operator)
                .types(LogicFunctions::booleans)
                .outcome(junction::holds)
                .lenient(
                        (arguments, type, mode) -> arguments.stream().anyMatch(Expression::nullable),
                        junction::interpret,
                        junction::generate);
    }

    private static ScalarFunction nullTest(String name, String operator, boolean isNull) {
        FunctionBuilder.Generation generation = (call, out) -> {
            Value value = out.generate(call.argument(0));
            return Values.bool(isNull ? Values.not(value.valid()) : value.valid());
        };
        return function(name)
                .display((arguments, type) -> arguments.get(0) + " " + operator)
                .types((arguments, requested) -> arguments.requireCount(1).result(requested, DataType.BOOLEAN))
                .lenient(
                        (arguments, type, mode) -> false,
                        (call, arguments) -> arguments.evaluate(call.argument(0)) == null == isNull,
                        generation);
    }

    private static DataType booleans(TypeCheck arguments, @Nullable DataType requested) {
        arguments.requireCount(2, Integer.MAX_VALUE);
        for (int index = 0; index < arguments.count(); index++) {
            arguments.requireBoolean(index);
        }
        return arguments.result(requested, DataType.BOOLEAN);
    }

    private static DataType oneBoolean(TypeCheck arguments, @Nullable DataType requested) {
        return arguments.requireCount(1).requireBoolean(0).result(requested, DataType.BOOLEAN);
    }
}
