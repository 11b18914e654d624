package dev.carbide.kernel.oracle;

import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.offheap.error.EvaluationException;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.FloatingType;
import dev.carbide.offheap.type.IntegerType;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.plan.AggregateCall;
import dev.carbide.operators.plan.AggregateCall.Function;
import dev.carbide.operators.plan.AggregateNode;
import dev.carbide.operators.plan.FilterNode;
import dev.carbide.operators.plan.HashJoinNode;
import dev.carbide.operators.plan.LimitNode;
import dev.carbide.operators.plan.NamedExpression;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.ProjectNode;
import dev.carbide.operators.plan.ScanNode;
import dev.carbide.operators.plan.SortKey;
import dev.carbide.operators.plan.SortNode;
import dev.carbide.operators.plan.TopNNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A random plan whose result is determined up to the order of rows. Only at its root there may be a limit over rows in no
 * order, or an order with ties.
 */
final class RandomPlan {
    private static final int CANDIDATES = 10;

    private final Random random;
    private final RandomData data;
    private final int maxRows;
    private PlanNode node;
    /** What is known of the columns of {@link #node}. */
    private List<RandomColumn> columns;

    /** @param types those that columns of the table should rather have than others */
    private RandomPlan(Random random, RandomData data, int maxRows, List<DataType> types) {
        this.random = random;
        this.data = data;
        this.maxRows = maxRows;
        BoxedTable table = data.table(maxRows, types);
        node = new ScanNode(table, scanned(table.schema().size()));
        columns = columnsOf(node.schema(), data.isTame(), true);
    }

    static PlanNode of(long seed, int maxRows) {
        Random random = new Random(seed);
        RandomPlan plan = new RandomPlan(random, new RandomData(random), maxRows, List.of());
        int operators = 1 + random.nextInt(5);
        for (int operator = 0; operator < operators; operator++) {
            plan.add(operator == operators - 1);
        }
        return plan.node;
    }

    /** Mostly all columns, at times some, in another order or twice. */
    private List<Integer> scanned(int size) {
        List<Integer> all = new ArrayList<>(IntStream.range(0, size).boxed().toList());
        if (random.nextInt(4) == 0) {
            Collections.shuffle(all, random);
            all.add(random.nextInt(size));
            return all.subList(random.nextInt(2), all.size());
        }
        return all;
    }

    private static List<RandomColumn> columnsOf(Schema schema, boolean summable, boolean determined) {
        return IntStream.range(0, schema.size())
                .mapToObj(column -> new RandomColumn(ColumnReference.of(schema, column), summable, determined))
                .toList();
    }

    private RandomExpressions expressions() {
        return new RandomExpressions(random, data, columns);
    }

    private void add(boolean last) {
        switch (random.nextInt(last ? 11 : 9)) {
            case 0, 1 -> filter();
            case 2 -> project();
            case 3, 4 -> aggregate();
            case 5, 6 -> join();
            case 7 -> node = sort(true);
            case 8 -> limitInOrder();
            case 9 -> node = sort(false);
            default -> node = new LimitNode(node, random.nextInt(3) * random.nextInt(40), amount());
        }
    }

    private void filter() {
        int before = size(node);
        node = chosen(
                () -> new FilterNode(node, expressions().condition()),
                filtered -> size(filtered) > 0 && size(filtered) < before);
    }

    /** One that is good for something, if chance comes up with it soon. */
    private <N extends PlanNode> N chosen(Supplier<N> candidates, Predicate<N> isGood) {
        N candidate = candidates.get();
        for (int more = random.nextInt(CANDIDATES); more > 0 && !isGood.test(candidate); more--) {
            candidate = candidates.get();
        }
        return candidate;
    }

    /** Rows of the result; -1 if it fails or has too many. */
    private static int size(PlanNode plan) {
        try {
            return PlanInterpreter.evaluate(plan).size();
        } catch (EvaluationException | PlanInterpreter.TooManyRows | AggregateOracle.UncertainSum e) {
            return -1;
        }
    }

    private long amount() {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> 3000;
            default -> random.nextInt(100);
        };
    }

    private void project() {
        List<NamedExpression> named = new ArrayList<>();
        List<RandomColumn> kept = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int index = 0; index < count; index++) {
            if (!columns.isEmpty() && random.nextInt(3) > 0) {
                RandomColumn column = columns.get(random.nextInt(columns.size()));
                named.add(new NamedExpression(data.name(), column.reference()));
                kept.add(column);
            } else {
                Expression computed = expressions().of(expressions().anyType(), random.nextInt(4));
                named.add(new NamedExpression(data.name(), computed));
                boolean determined = columns.stream().allMatch(RandomColumn::determined);
                kept.add(new RandomColumn(new ColumnReference(0, "", computed.type(), true), false, determined));
            }
        }
        node = new ProjectNode(node, named);
        inherit(kept);
    }

    /** The columns of the node, with what is known of those they come from. */
    private void inherit(List<RandomColumn> from) {
        Schema schema = node.schema();
        columns = IntStream.range(0, schema.size())
                .mapToObj(column -> new RandomColumn(
                        ColumnReference.of(schema, column),
                        from.get(column).summable(),
                        from.get(column).determined()))
                .toList();
    }

    private void aggregate() {
        List<NamedExpression> keys = new ArrayList<>();
        List<RandomColumn> kept = new ArrayList<>();
        int count = random.nextInt(4);
        for (int index = 0; index < count; index++) {
            RandomColumn column = columns.get(random.nextInt(columns.size()));
            Expression key = random.nextInt(4) > 0
                    ? column.reference()
                    : expressions().of(expressions().anyType(), 1 + random.nextInt(2));
            keys.add(new NamedExpression(data.name(), key));
            kept.add(new RandomColumn(
                    column.reference(), key == column.reference() && column.summable(), isDetermined(key.type())));
        }
        List<AggregateCall> calls = new ArrayList<>();
        int aggregates = random.nextInt(5) + (count == 0 ? 1 : 0);
        for (int index = 0; index < aggregates; index++) {
            AggregateCall call = call();
            calls.add(call);
            kept.add(new RandomColumn(columns.getFirst().reference(), false, isDetermined(call.type())));
        }
        node = new AggregateNode(node, keys, calls);
        inherit(kept);
    }

    private static boolean isDetermined(DataType type) {
        return !(type instanceof FloatingType);
    }

    private AggregateCall call() {
        if (random.nextInt(5) == 0) {
            return AggregateCall.countAll(data.name());
        }
        RandomColumn column = columns.get(random.nextInt(columns.size()));
        boolean computed = random.nextInt(4) == 0;
        Expression argument = computed ? expressions().of(expressions().anyType(), 2) : column.reference();
        List<Function> possible = new ArrayList<>(List.of(Function.COUNT, Function.MIN, Function.MAX));
        DataType type = argument.type();
        if (type instanceof FloatingType ? column.summable() && !computed : type.isNumeric()) {
            possible.addAll(List.of(Function.SUM, Function.SUM, Function.AVG, Function.AVG));
        }
        Function function = possible.get(random.nextInt(possible.size()));
        DataType result = AggregateCall.defaultType(function, type);
        if (function == Function.SUM && type instanceof IntegerType && random.nextBoolean()) {
            result = DataType.decimal(38, 0);
        }
        if (function == Function.SUM && type instanceof DecimalType decimal && random.nextInt(4) == 0) {
            result = DataType.decimal(38, decimal.scale());
        }
        return new AggregateCall(function, argument, result, data.name());
    }

    private void join() {
        List<DataType> types =
                columns.stream().map(column -> column.reference().type()).toList();
        RandomPlan other = new RandomPlan(random, data, Math.min(maxRows, 300), types);
        if (random.nextInt(3) == 0) {
            other.filter();
        } else if (random.nextInt(4) == 0) {
            other.aggregate();
        }
        boolean swapped = random.nextInt(4) == 0;
        RandomPlan probe = swapped ? other : this;
        RandomPlan build = swapped ? this : other;
        HashJoinNode joined = chosen(() -> join(probe, build), one -> size(one) > 0);
        List<RandomColumn> kept = new ArrayList<>(probe.columns);
        kept.addAll(build.columns);
        node = joined;
        inherit(kept);
    }

    private HashJoinNode join(RandomPlan probe, RandomPlan build) {
        List<Expression> probeKeys = new ArrayList<>();
        List<Expression> buildKeys = new ArrayList<>();
        int count = 1 + random.nextInt(random.nextBoolean() ? 1 : 3);
        for (int index = 0; index < count; index++) {
            DataType type = keyType(probe, build);
            probeKeys.add(probe.key(type));
            buildKeys.add(build.key(type));
        }
        return new HashJoinNode(probe.node, build.node, probeKeys, buildKeys);
    }

    /** A type of which both sides have a column, if there is one. */
    private DataType keyType(RandomPlan probe, RandomPlan build) {
        List<DataType> common = probe.columns.stream()
                .map(column -> column.reference().type())
                .filter(type -> build.columns.stream()
                        .anyMatch(column -> column.reference().type().equals(type)))
                .toList();
        return common.isEmpty() || random.nextInt(10) == 0
                ? expressions().anyType()
                : common.get(random.nextInt(common.size()));
    }

    private Expression key(DataType type) {
        return expressions().of(type, random.nextInt(4) == 0 ? 2 : 0);
    }

    private PlanNode sort(boolean total) {
        return new SortNode(node, sortKeys(total));
    }

    /** @param total without ties but between equal rows */
    private List<SortKey> sortKeys(boolean total) {
        List<SortKey> keys = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int index = 0; index < count; index++) {
            Expression key = expressions().of(expressions().anyType(), random.nextInt(4) == 0 ? 2 : 0);
            keys.add(new SortKey(key, random.nextBoolean(), random.nextBoolean()));
        }
        if (total) {
            List<RandomColumn> rest = new ArrayList<>(columns);
            Collections.shuffle(rest, random);
            rest.forEach(
                    column -> keys.add(new SortKey(column.reference(), random.nextBoolean(), random.nextBoolean())));
        }
        return keys;
    }

    private void limitInOrder() {
        long offset = random.nextInt(3) * random.nextInt(40);
        node = random.nextBoolean()
                ? new TopNNode(node, sortKeys(true), offset, amount())
                : new LimitNode(sort(true), offset, amount());
        inherit(columns.stream()
                .map(column -> new RandomColumn(
                        column.reference(),
                        column.summable(),
                        isDetermined(column.reference().type())))
                .toList());
    }
}
