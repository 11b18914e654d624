package dev.carbide.kernel.oracle;

import static dev.carbide.codegen.function.Expressions.add;
import static dev.carbide.codegen.function.Expressions.and;
import static dev.carbide.codegen.function.Expressions.caseWhen;
import static dev.carbide.codegen.function.Expressions.divide;
import static dev.carbide.codegen.function.Expressions.equal;
import static dev.carbide.codegen.function.Expressions.greater;
import static dev.carbide.codegen.function.Expressions.less;
import static dev.carbide.codegen.function.Expressions.literal;
import static dev.carbide.codegen.function.Expressions.multiply;
import static dev.carbide.codegen.function.Expressions.not;
import static dev.carbide.codegen.function.Expressions.notEqual;
import static dev.carbide.codegen.function.Expressions.or;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.codegen.compile.MethodSize;
import dev.carbide.codegen.compile.PipelineCompiler;
import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.function.Expressions;
import dev.carbide.kernel.Kernel;
import dev.carbide.kernel.pipeline.PipelineBuilder;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.pipeline.PipelineProgram;
import dev.carbide.operators.pipeline.PipelineSpec;
import dev.carbide.operators.plan.AggregateCall;
import dev.carbide.operators.plan.AggregateCall.Function;
import dev.carbide.operators.plan.AggregateNode;
import dev.carbide.operators.plan.FilterNode;
import dev.carbide.operators.plan.HashJoinNode;
import dev.carbide.operators.plan.NamedExpression;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.ProjectNode;
import dev.carbide.operators.plan.ScanNode;
import dev.carbide.operators.plan.SortKey;
import dev.carbide.operators.plan.SortNode;
import dev.carbide.operators.plan.TopNNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans of very many columns, keys, aggregates and terms run right, in methods that the JIT compiler takes. */
class WidePlanTest {
    private static final int ROWS = 50;
    private static final List<DataType> TYPES = List.of(
            DataType.INT32,
            DataType.STRING,
            DataType.decimal(12, 2),
            DataType.FLOAT64,
            DataType.decimal(30, 4),
            DataType.BOOLEAN,
            DataType.INT64,
            DataType.DATE);

    private record Case(String name, PlanNode plan) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Columns of all types in turn, every second one nullable. */
    private static ScanNode wide(String name, int columns) {
        Random random = new Random(columns);
        List<Field> fields = IntStream.range(0, columns)
                .mapToObj(column -> new Field("c" + column, TYPES.get(column % TYPES.size()), column % 2 == 1))
                .toList();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            List<@Nullable Object> values = new ArrayList<>();
            for (Field field : fields) {
                boolean isNull = field.nullable() && random.nextInt(4) == 0;
                values.add(isNull ? null : RandomValues.of(field.type(), random, true));
            }
            // so that rows have equals but for a few columns
            rows.add(
                    row % 3 == 0 || rows.isEmpty()
                            ? values
                            : mostlyEqual(rows.get(random.nextInt(row)), values, random));
        }
        return ScanNode.all(new BoxedTable(name, new Schema(fields), rows, columns));
    }

    private static List<@Nullable Object> mostlyEqual(
            List<@Nullable Object> row, List<@Nullable Object> other, Random random) {
        List<@Nullable Object> copy = new ArrayList<>(row);
        if (random.nextBoolean()) {
            int column = random.nextInt(copy.size());
            copy.set(column, other.get(column));
        }
        return copy;
    }

    private static Expression column(PlanNode of, int column) {
        return ColumnReference.of(of.schema(), column);
    }

    private static List<NamedExpression> all(PlanNode of) {
        return IntStream.range(0, of.schema().size())
                .mapToObj(column -> new NamedExpression("k" + column, column(of, column)))
                .toList();
    }

    private static Expression[] terms(int count, IntFunction<Expression> term) {
        return IntStream.range(0, count).mapToObj(term).toArray(Expression[]::new);
    }

    static Stream<Case> plans() {
        ScanNode wide = wide("wide", 300);
        ScanNode ints = wide("few", 8);
        Expression number = column(ints, 0);
        return Stream.of(
                new Case("300 columns scanned", wide),
                new Case("300 columns computed", new ProjectNode(wide, computed(wide))),
                new Case("200 aggregates", new AggregateNode(wide, List.of(), aggregates(wide, 200))),
                new Case(
                        "200 aggregates by a key",
                        new AggregateNode(wide, all(wide).subList(0, 1), aggregates(wide, 200))),
                new Case("300 group keys", new AggregateNode(wide, all(wide), List.of(AggregateCall.countAll("n")))),
                new Case("join of 60 columns", join(wide("probe", 60), wide("build", 60), List.of(0))),
                new Case(
                        "join by 100 keys",
                        join(wide, wide, IntStream.range(0, 100).boxed().toList())),
                new Case("sort of 300 columns", new SortNode(wide, sortKeys(wide, 2))),
                new Case("sort by 150 keys", new SortNode(wide, sortKeys(wide, 150))),
                new Case("top-N of 300 columns", new TopNNode(wide, sortKeys(wide, 300), 3, 20)),
                new Case(
                        "filter of 1000 conjuncts",
                        new FilterNode(ints, and(terms(1000, i -> notEqual(number, literal(i + 100)))))),
                new Case(
                        "filter of 1000 disjuncts",
                        new FilterNode(ints, or(terms(1000, i -> equal(number, literal(i - 400)))))),
                new Case(
                        "filter of 1000 terms of text",
                        new FilterNode(
                                ints, or(terms(1000, i -> equal(column(ints, 1), literal("a".repeat(i % 30) + i)))))),
                new Case(
                        "value of 1000 terms",
                        new ProjectNode(
                                ints, List.of(new NamedExpression("x", not(or(terms(1000, i -> lazy(ints, i)))))))),
                new Case(
                        "CASE of 500 branches",
                        new ProjectNode(ints, List.of(new NamedExpression("x", choice(ints, 500))))));
    }

    /** Fails where it must not be evaluated: for all but the rows of which an earlier term was true. */
    private static Expression lazy(PlanNode of, int term) {
        Expression number = column(of, 0);
        return term % 10 != 9
                ? less(number, literal(term))
                : and(
                        notEqual(number, literal(term)),
                        greater(divide(literal(7), add(number, literal(-term))), literal(100)));
    }

    private static Expression choice(PlanNode of, int branches) {
        Expression number = column(of, 0);
        Expressions.CaseBuilder cases = Expressions.caseWhen(equal(number, literal(0)), literal(0));
        for (int branch = 1; branch < branches; branch++) {
            cases = cases.when(less(number, literal(branch * 7 - 300)), divide(literal(1000), number));
        }
        return cases.otherwise(
                caseWhen(equal(column(of, 1), literal("a")), literal(1)).otherwiseNull());
    }

    private static List<NamedExpression> computed(PlanNode of) {
        List<NamedExpression> expressions = new ArrayList<>();
        for (int column = 0; column < of.schema().size(); column++) {
            Expression value = column(of, column);
            Expression computed = switch (column % TYPES.size()) {
                case 1 -> Expressions.coalesce(value, literal("none"));
                case 2 -> multiply(value, value);
                case 3 -> add(value, value);
                default -> value;
            };
            expressions.add(new NamedExpression("computed " + column, computed));
        }
        return expressions;
    }

    private static List<AggregateCall> aggregates(PlanNode of, int count) {
        List<AggregateCall> calls = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            Expression argument = column(of, index);
            Function function = switch (index % TYPES.size()) {
                case 2, 3 -> Function.SUM;
                case 4, 5 -> Function.MAX;
                case 6 -> Function.COUNT;
                default -> Function.MIN;
            };
            calls.add(AggregateCall.of(function, argument, "a" + index));
        }
        return calls;
    }

    private static HashJoinNode join(PlanNode probe, PlanNode build, List<Integer> keys) {
        return new HashJoinNode(
                probe,
                build,
                keys.stream().map(key -> column(probe, key)).toList(),
                keys.stream().map(key -> column(build, key)).toList());
    }

    private static List<SortKey> sortKeys(PlanNode of, int count) {
        return IntStream.range(0, count)
                .mapToObj(key -> new SortKey(column(of, count - 1 - key), key % 2 == 0, key % 3 == 0))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("plans")
    void runsRight(Case wide) {
        try (Kernel kernel = Kernel.builder().memory(256 << 20).workers(2).build()) {
            assertTrue(QueryCheck.check(kernel, wide.plan()));
        }
    }

    @ParameterizedTest
    @MethodSource("plans")
    void hasNoMethodTooLargeForTheJit(Case wide) {
        PipelineCompiler compiler = new PipelineCompiler(getClass().getClassLoader());
        for (PipelineSpec spec : PipelineBuilder.build(wide.plan()).pipelines()) {
            PipelineProgram program = PipelineProgram.compile(spec, compiler::compile);
            for (MethodSize method : program.compiled().methodSizes()) {
                boolean once = method.name().equals("<init>") || method.name().equals("bind");
                assertTrue(once || method.bytes() <= PipelineCompiler.HUGE_METHOD_LIMIT, method::toString);
            }
        }
    }
}
