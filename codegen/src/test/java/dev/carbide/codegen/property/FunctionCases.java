package dev.carbide.codegen.property;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Literal;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.BinaryType;
import dev.carbide.offheap.type.BooleanType;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DateType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.IntegerType;
import dev.carbide.offheap.type.StringType;
import dev.carbide.offheap.type.TimestampType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Makes random calls of every function in the registry. */
final class FunctionCases {
    private static final Map<String, Function<Scenario, Expression>> CASES = new LinkedHashMap<>();

    static {
        for (String name : List.of("add", "subtract", "multiply", "divide", "modulo")) {
            CASES.put(name, scenario -> arithmetic(name, scenario));
        }
        for (String name : List.of("negate", "abs")) {
            CASES.put(name, scenario -> scenario.call(name, scenario.argument(scenario.numericType())));
        }
        for (String name : List.of(
                "equal", "not_equal", "less", "less_or_equal", "greater", "greater_or_equal", "is_distinct_from")) {
            CASES.put(name, scenario -> comparison(name, scenario));
        }
        CASES.put("and", scenario -> junction("and", scenario));
        CASES.put("or", scenario -> junction("or", scenario));
        CASES.put("not", scenario -> scenario.call("not", condition(scenario)));
        for (String name : List.of("is_null", "is_not_null")) {
            CASES.put(
                    name,
                    scenario -> scenario.call(
                            name,
                            scenario.oneOf(
                                    scenario.argument(scenario.anyType()),
                                    condition(scenario),
                                    arithmetic("divide", scenario))));
        }
        CASES.put("case", FunctionCases::choice);
        CASES.put("coalesce", scenario -> {
            DataType type = scenario.anyType();
            return scenario.call(
                    "coalesce",
                    null,
                    List.of(alternative(type, scenario), alternative(type, scenario), alternative(type, scenario)));
        });
        CASES.put("null_if", scenario -> comparison("null_if", scenario));
        CASES.put("cast", FunctionCases::cast);
        for (String name : List.of("upper", "lower")) {
            CASES.put(name, scenario -> scenario.call(name, text(scenario)));
        }
        CASES.put(
                "length",
                scenario ->
                        scenario.call("length", scenario.oneOf(text(scenario), scenario.argument(DataType.BINARY))));
        CASES.put("concat", scenario -> {
            DataType type = scenario.oneOf(DataType.STRING, DataType.BINARY);
            List<Expression> parts = List.of(scenario.argument(type), scenario.argument(type), scenario.argument(type));
            return scenario.call("concat", null, parts.subList(0, scenario.oneOf(1, 2, 3)));
        });
        CASES.put("substring", scenario -> {
            List<Expression> arguments = List.of(
                    text(scenario), scenario.argument(DataType.INT64), scenario.argument(scenario.integerType()));
            return scenario.call("substring", null, arguments.subList(0, scenario.oneOf(2, 3, 3)));
        });
        for (String name : List.of("trim", "ltrim", "rtrim")) {
            CASES.put(
                    name,
                    scenario -> scenario.call(
                            name,
                            null,
                            scenario.oneOf(List.of(text(scenario)), List.of(text(scenario), text(scenario)))));
        }
        for (String name : List.of("starts_with", "ends_with", "contains", "position")) {
            CASES.put(name, scenario -> scenario.call(name, shortText(scenario), shortText(scenario)));
        }
        CASES.put("like", FunctionCases::like);
        CASES.put("in", FunctionCases::in);
        for (String name : List.of("year", "quarter", "month", "day", "day_of_week", "day_of_year", "week")) {
            CASES.put(name, scenario -> scenario.call(name, moment(scenario)));
        }
        for (String name : List.of("hour", "minute", "second")) {
            CASES.put(name, scenario -> scenario.call(name, scenario.argument(DataType.TIMESTAMP)));
        }
        for (String name : List.of("add_days", "add_months", "add_years")) {
            CASES.put(
                    name,
                    scenario -> scenario.call(
                            name, moment(scenario), scenario.argument(scenario.oneOf(DataType.INT8, DataType.INT32))));
        }
        CASES.put(
                "add_microseconds",
                scenario -> scenario.call(
                        "add_microseconds",
                        scenario.argument(DataType.TIMESTAMP_UTC),
                        scenario.argument(scenario.integerType())));
        CASES.put(
                "date_diff_days",
                scenario -> scenario.call(
                        "date_diff_days",
                        scenario.oneOf(DataType.INT32, DataType.INT64),
                        List.of(moment(scenario), moment(scenario))));
        CASES.put(
                "date_trunc",
                scenario -> scenario.call(
                        "date_trunc",
                        new Literal(
                                DataType.STRING,
                                scenario.oneOf("year", "QUARTER", "month", "week", "day", "hour", "minute", "Second")),
                        moment(scenario)));
        CASES.put("round", FunctionCases::round);
        for (String name : List.of("floor", "ceil")) {
            CASES.put(name, scenario -> scenario.call(name, scenario.argument(scenario.numericType())));
        }
    }

    private FunctionCases() {}

    private static Expression moment(Scenario scenario) {
        return scenario.argument(scenario.oneOf(DataType.DATE, DataType.DATE, DataType.TIMESTAMP));
    }

    private static Expression round(Scenario scenario) {
        Expression number = scenario.argument(scenario.numericType());
        long digits = scenario.oneOf(0, 0, 1, 2, 10, 38, -1, -3, -18);
        return scenario.random.nextInt(4) == 0
                ? scenario.call("round", number)
                : scenario.call("round", number, new Literal(DataType.INT8, digits));
    }

    private static Expression like(Scenario scenario) {
        String pattern = TextSamples.pattern(scenario.random);
        List<Expression> arguments = new ArrayList<>();
        arguments.add(scenario.column(DataType.STRING, () -> TextSamples.like(pattern, scenario.random)));
        arguments.add(new Literal(DataType.STRING, pattern));
        if (scenario.random.nextInt(3) == 0) {
            arguments.add(new Literal(DataType.STRING, scenario.oneOf("é", "b", "%", "_")));
        }
        try {
            return scenario.call("like", null, arguments);
        } catch (CarbideException endsWithEscape) {
            return scenario.call("like", null, arguments.subList(0, 2));
        }
    }

    private static Expression in(Scenario scenario) {
        DataType type = scenario.anyType();
        boolean exact = type instanceof IntegerType || type instanceof DecimalType;
        List<Expression> arguments = new ArrayList<>();
        List<Object> members = new ArrayList<>();
        int count = scenario.oneOf(1, 2, 5, 40);
        for (int member = 0; member < count; member++) {
            DataType memberType = exact && scenario.random.nextInt(4) == 0 ? scenario.decimalType() : type;
            Object value = RandomValues.of(memberType, scenario.random, scenario.small);
            if (memberType.equals(type)) {
                members.add(value);
            }
            boolean isNull = scenario.random.nextInt(60) == 0;
            arguments.add(new Literal(memberType, isNull ? null : value));
        }
        members.add(RandomValues.of(type, scenario.random, scenario.small));
        arguments.addFirst(scenario.argument(
                type,
                () -> scenario.random.nextInt(3) == 0
                        ? RandomValues.of(type, scenario.random, scenario.small)
                        : scenario.oneOf(members)));
        return scenario.call("in", null, arguments);
    }

    private static Expression text(Scenario scenario) {
        return scenario.argument(DataType.STRING);
    }

    /** Text in which other such text often occurs. */
    private static Expression shortText(Scenario scenario) {
        int letters = scenario.oneOf(1, 2, 30);
        return scenario.argument(DataType.STRING, () -> TextSamples.ofFewLetters(scenario.random, letters));
    }

    static java.util.Set<String> names() {
        return CASES.keySet();
    }

    static Expression of(String name, Scenario scenario) {
        return CASES.get(name).apply(scenario);
    }

    private static Expression arithmetic(String name, Scenario scenario) {
        DataType left = scenario.numericType();
        DataType right = switch (left) {
            case IntegerType ignored -> scenario.oneOf(scenario.integerType(), scenario.decimalType());
            case DecimalType ignored ->
                scenario.oneOf(scenario.integerType(), scenario.decimalType(), scenario.decimalType());
            default -> left;
        };
        List<Expression> arguments = List.of(scenario.argument(left), scenario.argument(right));
        boolean decimal = left instanceof DecimalType || right instanceof DecimalType;
        return scenario.call(
                name, decimal && scenario.random.nextInt(3) == 0 ? scenario.decimalType() : null, arguments);
    }

    private static Expression comparison(String name, Scenario scenario) {
        DataType left = scenario.anyType();
        boolean exact = left instanceof IntegerType || left instanceof DecimalType;
        DataType right = exact ? scenario.oneOf(scenario.integerType(), scenario.decimalType()) : left;
        return scenario.call(name, scenario.argument(left), scenario.argument(right));
    }

    /** A condition of one of the kinds that decide how AND and OR evaluate: free, costly, raising. */
    static Expression condition(Scenario scenario) {
        return switch (scenario.random.nextInt(6)) {
            case 0, 1 -> scenario.argument(DataType.BOOLEAN);
            case 2 -> comparison("less", scenario);
            case 3 -> scenario.call("equal", scenario.argument(DataType.STRING), scenario.argument(DataType.STRING));
            case 4 -> {
                DataType type = scenario.numericType();
                Expression quotient = scenario.call("divide", scenario.argument(type), scenario.argument(type));
                yield scenario.call("greater", quotient, scenario.argument(quotient.type()));
            }
            default -> scenario.call("is_null", scenario.argument(scenario.anyType()));
        };
    }

    private static Expression cast(Scenario scenario) {
        DataType from = scenario.random.nextInt(3) == 0 ? scenario.numericType() : scenario.anyType();
        List<DataType> targets = switch (from) {
            case BooleanType ignored -> List.of(scenario.numericType(), DataType.STRING);
            case DateType ignored -> List.of(DataType.TIMESTAMP, DataType.TIMESTAMP_UTC, DataType.STRING);
            case TimestampType ignored ->
                List.of(DataType.DATE, DataType.TIMESTAMP, DataType.TIMESTAMP_UTC, DataType.STRING);
            case StringType ignored -> List.of(scenario.anyType(), scenario.numericType());
            case BinaryType ignored -> List.of(DataType.STRING);
            default ->
                List.of(
                        DataType.BOOLEAN,
                        DataType.STRING,
                        scenario.numericType(),
                        scenario.numericType(),
                        scenario.numericType());
        };
        DataType to = scenario.oneOf(targets);
        Expression argument = from instanceof StringType
                ? scenario.argument(from, () -> TextSamples.readableAs(to, scenario.random))
                : scenario.argument(from);
        return scenario.call("cast", to, List.of(argument));
    }

    private static Expression choice(Scenario scenario) {
        DataType type = scenario.anyType();
        List<Expression> arguments = new ArrayList<>();
        int branches = scenario.oneOf(1, 2, 3, 6);
        for (int branch = 0; branch < branches; branch++) {
            arguments.add(condition(scenario));
            arguments.add(alternative(type, scenario));
        }
        arguments.add(alternative(type, scenario));
        return scenario.call("case", null, arguments);
    }

    /** A value of the type: free to evaluate, or one that can raise. */
    private static Expression alternative(DataType type, Scenario scenario) {
        if (type.isNumeric() && scenario.random.nextInt(3) == 0) {
            return scenario.call(
                    scenario.oneOf("add", "divide"), type, List.of(scenario.argument(type), scenario.argument(type)));
        }
        return scenario.argument(type);
    }

    private static Expression junction(String name, Scenario scenario) {
        List<Expression> arguments = new ArrayList<>();
        int count = 2 + scenario.random.nextInt(4);
        for (int index = 0; index < count; index++) {
            arguments.add(
                    scenario.random.nextInt(5) == 0
                            ? scenario.call(name.equals("and") ? "or" : "and", condition(scenario), condition(scenario))
                            : condition(scenario));
        }
        return scenario.call(name, null, arguments);
    }
}
