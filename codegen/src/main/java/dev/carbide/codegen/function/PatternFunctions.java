package dev.carbide.codegen.function;

import static dev.carbide.codegen.expression.FunctionBuilder.function;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.Emission;
import dev.carbide.codegen.expression.Literal;
import dev.carbide.codegen.expression.ScalarFunction;
import dev.carbide.codegen.expression.StrictCall;
import dev.carbide.codegen.expression.TypeCheck;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.expression.Values;
import dev.carbide.codegen.runtime.LikeMatcher;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.DataType;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Matching of text against patterns. */
final class PatternFunctions {
    /** Text, a literal pattern and optionally a literal escape character; without one every character but % and _ stands for itself. */
    static final ScalarFunction LIKE = function("like")
            .display((arguments, type) -> arguments.get(0) + " LIKE " + arguments.get(1)
                    + (arguments.size() > 2 ? " ESCAPE " + arguments.get(2) : ""))
            .types(PatternFunctions::likeType)
            .expensive()
            .strict(
                    (call, values) -> regex((String) values[1], escape(call))
                            .matcher((String) values[0])
                            .matches(),
                    PatternFunctions::generate);

    static final List<ScalarFunction> ALL = List.of(LIKE);

    private static final int NO_ESCAPE = -1;

    private PatternFunctions() {}

    private static DataType likeType(TypeCheck arguments, @Nullable DataType requested) {
        arguments.requireCount(2, 3);
        for (int index = 0; index < arguments.count(); index++) {
            arguments.requireString(index);
        }
        String pattern = (String) arguments.requireLiteral(1);
        int escape = NO_ESCAPE;
        if (arguments.count() > 2) {
            String text = (String) arguments.requireLiteral(2);
            if (Characters.count(text) != 1) {
                throw new CarbideException("Function like: argument 3 must be one character, got '" + text + "'");
            }
            escape = text.codePointAt(0);
        }
        LikeMatcher.of(pattern, escape);
        return arguments.result(requested, DataType.BOOLEAN);
    }

    private static int escape(Call call) {
        return call.arguments().size() > 2 ? text(call, 2).codePointAt(0) : NO_ESCAPE;
    }

    private static String text(Call call, int argument) {
        return (String) Objects.requireNonNull(((Literal) call.argument(argument)).value());
    }

    private static Value generate(StrictCall call, Emission out) {
        String pattern = text(call.call(), 1);
        int escape = escape(call.call());
        String matcher = out.constant(
                LikeMatcher.class,
                "pattern",
                List.of(pattern, escape),
                () -> LikeMatcher.of(pattern, escape),
                "LIKE pattern",
                pattern);
        String matches = matcher + ".matches(" + call.value(0).code() + ", " + Values.second(call.value(0)) + ")";
        return Values.bool(TextCode.whereValid(call, matches));
    }

    private static Pattern regex(String pattern, int escape) {
        StringBuilder regex = new StringBuilder();
        boolean escaped = false;
        for (int character : pattern.codePoints().toArray()) {
            if (!escaped && character == escape) {
                escaped = true;
                continue;
            }
            String quoted = Pattern.quote(Character.toString(character));
            regex.append(escaped ? quoted : character == '%' ? ".*" : character == '_' ? "." : quoted);
            escaped = false;
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
