package dev.carbide.sql.plan;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Literal;
import dev.carbide.codegen.function.FunctionRegistry;
import dev.carbide.offheap.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlTrimFunction;

/** SQL functions by name: what the engine calls them and how their arguments are laid out there. */
final class FunctionTranslator {
    /** Those whose arguments are the same, in the same order. */
    private static final Map<String, String> SAME_ARGUMENTS = Map.ofEntries(
            Map.entry("ABS", "abs"),
            Map.entry("ROUND", "round"),
            Map.entry("COALESCE", "coalesce"),
            Map.entry("LIKE", "like"),
            Map.entry("SUBSTRING", "substring"),
            Map.entry("UPPER", "upper"),
            Map.entry("LOWER", "lower"),
            Map.entry("CHAR_LENGTH", "length"),
            Map.entry("CHARACTER_LENGTH", "length"),
            Map.entry("LENGTH", "length"),
            Map.entry("||", "concat"),
            Map.entry("CONCAT", "concat"));

    private FunctionTranslator() {}

    static Expression translate(RexCall call, ExpressionTranslator translator) {
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        Expression translated = switch (call.getKind()) {
            case EXTRACT -> extract(call, translator);
            case TRIM -> trim(call, translator);
            default -> byName(name, call, translator);
        };
        return ExpressionTranslator.convert(translated, ExpressionTranslator.type(call));
    }

    private static Expression byName(String name, RexCall call, ExpressionTranslator translator) {
        String function = SAME_ARGUMENTS.get(name);
        if (function == null || FunctionRegistry.standard().find(function).isEmpty()) {
            throw new UnsupportedQueryException("the function " + name, call.getParserPosition());
        }
        return Folding.call(function, translator.operands(call), null);
    }

    private static Expression extract(RexCall call, ExpressionTranslator translator) {
        String unit = flag(call.getOperands().get(0));
        Literal field = new Literal(DataType.STRING, unit);
        return Folding.call("extract", field, translator.operand(call, 1));
    }

    private static Expression trim(RexCall call, ExpressionTranslator translator) {
        String function = switch (((RexLiteral) call.getOperands().get(0)).getValueAs(SqlTrimFunction.Flag.class)) {
            case BOTH -> "trim";
            case LEADING -> "ltrim";
            case TRAILING -> "rtrim";
        };
        List<Expression> arguments = new ArrayList<>();
        arguments.add(translator.operand(call, 2));
        Expression characters = translator.operand(call, 1);
        if (!characters.equals(new Literal(DataType.STRING, " "))) {
            arguments.add(characters);
        }
        return Folding.call(function, arguments, null);
    }

    private static String flag(RexNode node) {
        return String.valueOf(((RexLiteral) node).getValue());
    }
}
