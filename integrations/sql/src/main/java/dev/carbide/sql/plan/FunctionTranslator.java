package dev.carbide.sql.plan;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Literal;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.fun.SqlTrimFunction;

/** SQL functions by name: what the engine calls them and how their arguments are laid out there. */
final class FunctionTranslator {
    /** Those whose arguments are the same, in the same order. */
    private static final Map<String, String> SAME_ARGUMENTS = Map.ofEntries(
            Map.entry("ABS", "abs"),
            Map.entry("ROUND", "round"),
            Map.entry("FLOOR", "floor"),
            Map.entry("CEIL", "ceil"),
            Map.entry("COALESCE", "coalesce"),
            Map.entry("SUBSTRING", "substring"),
            Map.entry("SUBSTR", "substring"),
            Map.entry("UPPER", "upper"),
            Map.entry("LOWER", "lower"),
            Map.entry("CHAR_LENGTH", "length"),
            Map.entry("CHARACTER_LENGTH", "length"),
            Map.entry("LENGTH", "length"),
            Map.entry("POSITION", "position"),
            Map.entry("STARTS_WITH", "starts_with"),
            Map.entry("ENDS_WITH", "ends_with"),
            Map.entry("CONTAINS", "contains"),
            Map.entry("DATE_TRUNC", "date_trunc"),
            Map.entry("||", "concat"),
            Map.entry("CONCAT", "concat"));

    private FunctionTranslator() {}

    static Expression translate(RexCall call, ExpressionTranslator translator) {
        Expression translated = switch (call.getKind()) {
            case EXTRACT -> extract(call, translator);
            case TRIM -> trim(call, translator);
            case LIKE -> like(call, translator);
            case REINTERPRET -> DateArithmetic.differenceInMillis(call, translator);
            default -> byName(call, translator);
        };
        return ExpressionTranslator.convert(translated, ExpressionTranslator.type(call));
    }

    private static Expression byName(RexCall call, ExpressionTranslator translator) {
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        String function = SAME_ARGUMENTS.get(name);
        if (function == null) {
            throw new UnsupportedQueryException("the function " + name, call.getParserPosition());
        }
        return Folding.call(function, translator.operands(call), null);
    }

    private static Expression extract(RexCall call, ExpressionTranslator translator) {
        TimeUnitRange part = ((RexLiteral) call.getOperands().getFirst()).getValueAs(TimeUnitRange.class);
        String function = switch (part) {
            case YEAR, QUARTER, MONTH, WEEK, DAY, HOUR, MINUTE, SECOND ->
                part.name().toLowerCase(Locale.ROOT);
            case DOW -> "day_of_week";
            case DOY -> "day_of_year";
            default -> throw new UnsupportedQueryException("EXTRACT of " + part, call.getParserPosition());
        };
        return Folding.call(function, List.of(translator.operand(call, 1)), ExpressionTranslator.type(call));
    }

    private static Expression trim(RexCall call, ExpressionTranslator translator) {
        String function = switch (((RexLiteral) call.getOperands().getFirst()).getValueAs(SqlTrimFunction.Flag.class)) {
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

    /** ILIKE compares both in lower case. */
    private static Expression like(RexCall call, ExpressionTranslator translator) {
        List<Expression> arguments = new ArrayList<>(translator.operands(call));
        if (!(arguments.get(1) instanceof Literal)) {
            throw new CarbideException("The pattern of LIKE must be a constant, got " + arguments.get(1));
        }
        if (arguments.stream().skip(1).anyMatch(argument -> argument instanceof Literal text && text.value() == null)) {
            return new Literal(DataType.BOOLEAN, null);
        }
        if (call.getOperator().getName().contains("ILIKE")) {
            arguments.replaceAll(argument -> Folding.call("lower", argument));
        }
        return Folding.call("like", arguments, null);
    }
}
