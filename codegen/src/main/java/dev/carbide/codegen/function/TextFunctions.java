package dev.carbide.codegen.function;

import static dev.carbide.codegen.expression.FunctionBuilder.function;

import dev.carbide.codegen.expression.FunctionBuilder;
import dev.carbide.codegen.expression.FunctionBuilder.StrictInterpretation;
import dev.carbide.codegen.expression.ScalarFunction;
import dev.carbide.codegen.expression.TypeCheck;
import dev.carbide.codegen.expression.Values;
import dev.carbide.codegen.runtime.Text;
import dev.carbide.codegen.runtime.TextBuilder;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.IntegerType;
import dev.carbide.offheap.type.StringType;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Functions of text. Positions and lengths count characters (Unicode code points), the first has position 1. */
final class TextFunctions {
    static final ScalarFunction UPPER = caseMapping("upper", text -> text.toUpperCase(Locale.ROOT));
    static final ScalarFunction LOWER = caseMapping("lower", text -> text.toLowerCase(Locale.ROOT));

    /** Characters of text, bytes of BINARY. */
    static final ScalarFunction LENGTH = function("length")
            .types(TextFunctions::lengthType)
            .expensive()
            .strict(
                    (call, values) -> values[0] instanceof byte[] bytes
                            ? (Object) (long) bytes.length
                            : (Object) (long) Characters.count((String) values[0]),
                    (call, out) -> Values.integer(
                            call.type(),
                            call.argument(0).type() instanceof StringType
                                    ? out.local(
                                            "long",
                                            "characters",
                                            out.call(
                                                    Text.class,
                                                    "characters",
                                                    TextCode.argument(call.value(0), call.valid())))
                                    : "(long) " + Values.second(call.value(0))));

    static final ScalarFunction CONCAT = function("concat")
            .infix("||")
            .types(TextFunctions::concatType)
            .expensive()
            .strict(Characters::concat, TextCode::concat);

    /** Text, start and optionally length. Start 0 is the place before the first character; a negative one counts from the end. */
    static final ScalarFunction SUBSTRING = function("substring")
            .types(TextFunctions::substringType)
            .expensive()
            .strict(
                    (call, values) -> values.length > 2
                            ? Characters.substring((String) values[0], (Long) values[1], (Long) values[2])
                            : Characters.substring((String) values[0], (Long) values[1]),
                    TextCode::substring);

    static final ScalarFunction TRIM = trimming("trim", true, true);
    static final ScalarFunction LTRIM = trimming("ltrim", true, false);
    static final ScalarFunction RTRIM = trimming("rtrim", false, true);

    static final ScalarFunction STARTS_WITH = predicate(
            "starts_with", (call, values) -> ((String) values[0]).startsWith((String) values[1]), "startsWith");
    static final ScalarFunction ENDS_WITH =
            predicate("ends_with", (call, values) -> ((String) values[0]).endsWith((String) values[1]), "endsWith");
    static final ScalarFunction CONTAINS =
            predicate("contains", (call, values) -> ((String) values[0]).contains((String) values[1]), "contains");

    /** The position of the first argument in the second, 0 if it is not there. */
    static final ScalarFunction POSITION = function("position")
            .types((arguments, requested) -> ArithmeticTypes.countType(
                    arguments.requireCount(2).requireString(0).requireString(1), requested))
            .expensive()
            .strict(
                    (call, values) -> (long) Characters.position((String) values[0], (String) values[1]),
                    (call, out) -> Values.integer(
                            call.type(),
                            out.local(
                                    "long",
                                    "position",
                                    out.call(
                                            Text.class,
                                            "position",
                                            TextCode.argument(call.value(0), call.valid()),
                                            TextCode.argument(call.value(1), call.valid())))));

    static final List<ScalarFunction> ALL = List.of(
            UPPER, LOWER, LENGTH, CONCAT, SUBSTRING, TRIM, LTRIM, RTRIM, STARTS_WITH, ENDS_WITH, CONTAINS, POSITION);

    private TextFunctions() {}

    private static ScalarFunction caseMapping(String name, UnaryOperator<String> mapping) {
        return function(name)
                .types((arguments, requested) ->
                        arguments.requireCount(1).requireString(0).result(requested, DataType.STRING))
                .expensive()
                .strict(
                        (call, values) -> mapping.apply((String) values[0]),
                        (call, out) -> TextCode.computed(
                                call,
                                out.call(
                                        TextBuilder.class,
                                        name,
                                        out.scratch(),
                                        call.value(0).code(),
                                        Values.second(call.value(0))),
                                name,
                                out));
    }

    private static ScalarFunction trimming(String name, boolean left, boolean right) {
        return function(name)
                .types(TextFunctions::trimType)
                .expensive()
                .strict(
                        (call, values) -> Characters.trim(
                                (String) values[0], values.length > 1 ? (String) values[1] : " ", left, right),
                        (call, out) -> TextCode.trim(call, left, right, out));
    }

    private static ScalarFunction predicate(String name, StrictInterpretation interpretation, String method) {
        FunctionBuilder.StrictGeneration generation = (call, out) -> {
            String code = out.call(
                    Text.class,
                    method,
                    call.value(0).code(),
                    Values.second(call.value(0)),
                    call.value(1).code(),
                    Values.second(call.value(1)));
            return Values.bool(TextCode.whereValid(call, code));
        };
        return function(name)
                .types((arguments, requested) -> arguments
                        .requireCount(2)
                        .requireString(0)
                        .requireString(1)
                        .result(requested, DataType.BOOLEAN))
                .expensive()
                .strict(interpretation, generation);
    }

    private static DataType lengthType(TypeCheck arguments, @Nullable DataType requested) {
        arguments.requireCount(1).require(0, arguments.type(0).isVariableLength(), "STRING or BINARY");
        return ArithmeticTypes.countType(arguments, requested);
    }

    private static DataType concatType(TypeCheck arguments, @Nullable DataType requested) {
        arguments
                .requireCount(1, Integer.MAX_VALUE)
                .require(0, arguments.type(0).isVariableLength(), "STRING or BINARY");
        for (int index = 1; index < arguments.count(); index++) {
            arguments.requireType(index, arguments.type(0));
        }
        return arguments.result(requested, arguments.type(0));
    }

    private static DataType substringType(TypeCheck arguments, @Nullable DataType requested) {
        arguments.requireCount(2, 3).requireString(0);
        for (int index = 1; index < arguments.count(); index++) {
            arguments.require(index, arguments.type(index) instanceof IntegerType, "an integer");
        }
        return arguments.result(requested, DataType.STRING);
    }

    private static DataType trimType(TypeCheck arguments, @Nullable DataType requested) {
        arguments.requireCount(1, 2);
        for (int index = 0; index < arguments.count(); index++) {
            arguments.requireString(index);
        }
        return arguments.result(requested, DataType.STRING);
    }
}
