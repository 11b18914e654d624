package dev.carbide.codegen.property;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.offheap.type.BooleanType;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DecimalType;
import java.util.ArrayList;
import java.util.List;

/** Random expressions of some depth, in which parts occur more than once. */
final class RandomTrees {
    private final Scenario scenario;
    private final List<Expression> made = new ArrayList<>();

    RandomTrees(Scenario scenario) {
        this.scenario = scenario;
    }

    Expression tree(DataType type, int depth) {
        for (Expression expression : made) {
            if (expression.type().equals(type) && scenario.random.nextInt(5) == 0) {
                return expression;
            }
        }
        Expression expression = depth == 0 ? scenario.argument(type) : call(type, depth - 1);
        made.add(expression);
        return expression;
    }

    private Expression call(DataType type, int depth) {
        return switch (scenario.random.nextInt(6)) {
            case 0 ->
                scenario.call(
                        "case",
                        tree(DataType.BOOLEAN, depth),
                        tree(type, depth),
                        tree(DataType.BOOLEAN, depth),
                        tree(type, depth),
                        tree(type, depth));
            case 1 -> scenario.call("coalesce", tree(type, depth), tree(type, depth));
            default -> typed(type, depth);
        };
    }

    private Expression typed(DataType type, int depth) {
        if (type instanceof BooleanType) {
            DataType compared = scenario.oneOf(
                    DataType.INT64, DataType.STRING, scenario.decimalType(), DataType.FLOAT64, DataType.DATE);
            return switch (scenario.random.nextInt(6)) {
                case 0 -> scenario.call("and", tree(type, depth), tree(type, depth), tree(type, depth));
                case 1 -> scenario.call("or", tree(type, depth), tree(type, depth));
                case 2 -> scenario.call("not", tree(type, depth));
                case 3 -> scenario.call("is_null", tree(compared, depth));
                default ->
                    scenario.call(
                            scenario.oneOf("less", "equal", "is_distinct_from"),
                            tree(compared, depth),
                            tree(compared, depth));
            };
        }
        if (type.isNumeric()) {
            return arithmetic(type, depth);
        }
        return switch (type) {
            case DataType ignored
            when type.equals(DataType.STRING) ->
                scenario.oneOf(
                        scenario.call("concat", tree(type, depth), tree(type, depth)),
                        scenario.call("upper", tree(type, depth)),
                        scenario.call("cast", type, List.of(tree(DataType.INT32, depth))));
            case DataType ignored
            when type.equals(DataType.DATE) ->
                scenario.call("add_months", tree(type, depth), tree(DataType.INT32, depth));
            default -> scenario.argument(type);
        };
    }

    private Expression arithmetic(DataType type, int depth) {
        String operation = scenario.oneOf("add", "subtract", "multiply", "multiply", "divide");
        DataType operand = type instanceof DecimalType ? scenario.oneOf(scenario.decimalType(), type) : type;
        Expression left = tree(operand, depth);
        Expression right = tree(type instanceof DecimalType ? scenario.decimalType() : type, depth);
        return scenario.call(operation, type, List.of(left, right));
    }
}
