package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.expression.Value.Shape;
import dev.carbide.codegen.expression.Values;
import dev.carbide.codegen.source.SourceBuilder;
import dev.carbide.operators.plan.AggregateNode;
import dev.carbide.operators.runtime.Accumulator;
import dev.carbide.operators.runtime.Accumulator.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The loop that updates accumulators. Without keys, counts and sums are locals of the loop: each sum in two halves of 32
 * bits, which cannot overflow within a batch and which C2 can vectorise.
 */
final class AccumulateGen {
    private static final int ACCUMULATOR_BYTES = 34;
    private static final int STRING_BYTES = 20;

    private final int operatorId;
    private final AggregateLayout layout;
    private final AggregateNode node;
    private final List<Expression> arguments = new ArrayList<>();
    private final int[] argumentOf;

    AccumulateGen(int operatorId, AggregateLayout layout, AggregateNode node, Stages stages) {
        this.operatorId = operatorId;
        this.layout = layout;
        this.node = node;
        argumentOf = new int[layout.accumulators().size()];
        for (int index = 0; index < argumentOf.length; index++) {
            Expression argument = layout.argument(index);
            if (argument != null) {
                Expression overBase = stages.overBase(argument);
                if (!arguments.contains(overBase)) {
                    arguments.add(overBase);
                }
                argumentOf[index] = arguments.indexOf(overBase);
            }
        }
    }

    /** The distinct arguments of all aggregates, over base columns. */
    List<Expression> arguments() {
        return arguments;
    }

    private boolean isGlobal() {
        return node.keys().isEmpty();
    }

    /** Emits the loops, and calls of them. */
    void emit(StageMethods methods, Chunk chunk, SourceBuilder out, String count) {
        List<Integer> all = IntStream.range(0, argumentOf.length).boxed().toList();
        for (List<Integer> some : methods.loops(all, this::argumentsOf, ACCUMULATOR_BYTES)) {
            List<Expression> inputs = some.stream()
                    .flatMap(index -> argumentsOf(index).stream())
                    .distinct()
                    .toList();
            String method = methods.emit(
                    "void",
                    "accumulate",
                    "[aggregate #" + operatorId + "]",
                    chunk,
                    inputs,
                    (version, expressions, used) -> emit(version, some, inputs, expressions, used));
            out.line(method + "(" + count + ");");
        }
    }

    /** Emits what makes room for the strings that groups may hold, before groups are looked up. */
    void emitPrepare(StageMethods methods, Chunk chunk, SourceBuilder out, String count) {
        List<Integer> holding = IntStream.range(0, argumentOf.length)
                .filter(index -> layout.accumulators().get(index).kind() == Kind.MIN
                        || layout.accumulators().get(index).kind() == Kind.MAX)
                .filter(index -> layout.argument(index).type().isVariableLength())
                .boxed()
                .toList();
        if (holding.isEmpty()) {
            return;
        }
        List<String> sums = new ArrayList<>();
        for (List<Integer> some : methods.loops(holding, this::argumentsOf, STRING_BYTES)) {
            List<Expression> inputs =
                    some.stream().map(index -> argumentsOf(index).getFirst()).toList();
            String method = methods.emit(
                    "long", "stringBytes", "of MIN and MAX", chunk, inputs, AccumulateGen::emitStringBytes);
            sums.add(method + "(" + count + ")");
        }
        out.line("aggregate.prepareStrings(" + holding.size() + " * " + count + ", " + String.join(" + ", sums) + ");");
    }

    private static void emitStringBytes(StageMethods.Version version, List<Expression> expressions, Set<Integer> used) {
        SourceBuilder out = version.out();
        version.loop().hoist(used, Set.of());
        String bytes = out.variable("long", "bytes", "0L");
        try (var _ = version.loop().open(version.count(), used)) {
            for (Value value : version.values(expressions)) {
                String length = value.second();
                out.line(bytes + " += "
                        + (value.alwaysValid() ? length : "(" + value.valid() + " ? " + length + " : 0)") + ";");
            }
        }
        out.line("return " + bytes + ";");
    }

    private List<Expression> argumentsOf(int accumulator) {
        return layout.argument(accumulator) == null ? List.of() : List.of(arguments.get(argumentOf[accumulator]));
    }

    private void emit(
            StageMethods.Version version,
            List<Integer> accumulators,
            List<Expression> inputs,
            List<Expression> expressions,
            Set<Integer> used) {
        SourceBuilder out = version.out();
        TupleLoop loop = version.loop();
        loop.hoist(used, Set.of());
        String group = isGlobal() ? out.local("long", "group", "aggregate.global()") : null;
        String groups = isGlobal() ? null : out.local("long[]", "groups", "groupRows");
        List<LocalSum> sums = isGlobal() ? localSums(accumulators, out) : List.of();
        boolean loops = !isGlobal() || !expressions.isEmpty();
        if (loops) {
            try (var _ = loop.open(version.count(), used)) {
                String row = group == null ? out.local("long", "group", groups + "[" + loop.tuple() + "]") : group;
                List<Value> values = new ArrayList<>();
                for (Expression argument : expressions) {
                    out.comment("[aggregate #" + operatorId + "] "
                            + version.expressions().describe(argument));
                    values.add(version.value(argument));
                }
                for (int index : accumulators) {
                    Value value = layout.argument(index) == null
                            ? null
                            : values.get(inputs.indexOf(arguments.get(argumentOf[index])));
                    update(out, index, row, value, sums);
                }
            }
        }
        for (LocalSum sum : sums) {
            sum.flush(out, group, version.count());
        }
    }

    /** A sum or count kept in locals during a batch. */
    private record LocalSum(int accumulator, String address, Kind kind, String low, String high) {
        void flush(SourceBuilder out, String group, String count) {
            String at = group + " + " + address;
            switch (kind) {
                case COUNT -> out.line("Accumulators.addCount(" + at + ", " + count + ");");
                case COUNT_VALID -> out.line("Accumulators.addCount(" + at + ", " + low + ");");
                case SUM_FLOAT -> out.line("Accumulators.addDouble(" + at + ", " + low + ");");
                default -> out.line("Accumulators.addHalves(" + at + ", " + low + ", " + high + ");");
            }
        }
    }

    private List<LocalSum> localSums(List<Integer> accumulators, SourceBuilder out) {
        List<LocalSum> sums = new ArrayList<>();
        for (int index : accumulators) {
            Kind kind = layout.accumulators().get(index).kind();
            switch (kind) {
                case COUNT -> sums.add(new LocalSum(index, address(index), kind, "", ""));
                case COUNT_VALID ->
                    sums.add(new LocalSum(index, address(index), kind, out.variable("long", "valid", "0L"), ""));
                case SUM_FLOAT ->
                    sums.add(new LocalSum(index, address(index), kind, out.variable("double", "sum", "0.0"), ""));
                case SUM ->
                    sums.add(new LocalSum(
                            index,
                            address(index),
                            kind,
                            out.variable("long", "sumOfLow", "0L"),
                            out.variable("long", "sumOfHigh", "0L")));
                default -> {}
            }
        }
        return sums;
    }

    private String address(int accumulator) {
        return layout.rows().offset(layout.accumulators().get(accumulator).slot()) + "L";
    }

    private void update(SourceBuilder out, int index, String row, @Nullable Value value, List<LocalSum> sums) {
        Accumulator accumulator = layout.accumulators().get(index);
        LocalSum local = sums.stream()
                .filter(sum -> sum.accumulator() == index)
                .findFirst()
                .orElse(null);
        if (accumulator.kind() == Kind.COUNT || value == null) {
            if (local == null) {
                out.line("Accumulators.count(" + row + " + " + address(index) + ");");
            }
            return;
        }
        if (value.alwaysValid()) {
            update(out, accumulator, row + " + " + address(index), value, local);
            return;
        }
        try (var _ = out.block("if (" + value.valid() + ")")) {
            update(out, accumulator, row + " + " + address(index), value, local);
        }
    }

    private static void update(
            SourceBuilder out, Accumulator accumulator, String address, Value value, LocalSum local) {
        switch (accumulator.kind()) {
            case COUNT, COUNT_VALID ->
                out.line(local == null ? "Accumulators.count(" + address + ");" : local.low() + "++;");
            case SUM_FLOAT ->
                out.line(
                        local == null
                                ? "Accumulators.addDouble(" + address + ", " + value.code() + ");"
                                : local.low() + " += " + value.code() + ";");
            case SUM -> sum(out, address, value, local);
            case MIN -> extreme(out, "min", address, value);
            case MAX -> extreme(out, "max", address, value);
        }
    }

    private static void sum(SourceBuilder out, String address, Value value, LocalSum local) {
        if (value.shape() == Shape.WIDE) {
            out.line("Accumulators.addWide(" + address + ", " + value.code() + ", " + value.second() + ");");
        } else if (local == null) {
            out.line("Accumulators.add(" + address + ", " + value.code() + ");");
        } else {
            String number = Values.parenthesized(value.code());
            out.line(local.low() + " += " + number + " & 0xFFFFFFFFL;");
            out.line(local.high() + " += (long) " + number + " >> 32;");
        }
    }

    private static void extreme(SourceBuilder out, String which, String address, Value value) {
        switch (TupleLoop.shape(value.type())) {
            case INT -> out.line("Accumulators." + which + "Long(" + address + ", " + value.code() + ");");
            case BOOL -> out.line("Accumulators." + which + "Long(" + address + ", " + value.code() + " ? 1L : 0L);");
            case FLOAT, DOUBLE -> out.line("Accumulators." + which + "Double(" + address + ", " + value.code() + ");");
            case WIDE ->
                out.line("Accumulators." + which + "Wide(" + address + ", " + value.code() + ", "
                        + RowFields.high(value) + ");");
            case BYTES ->
                out.line(
                        "aggregate." + which + "Bytes(" + address + ", " + value.code() + ", " + value.second() + ");");
        }
    }
}
