package dev.carbide.sql.plan;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Literal;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.plan.AggregateCall.Function;
import dev.carbide.operators.plan.NamedExpression;
import dev.carbide.sql.catalog.CatalogTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Reads relational algebra into query blocks: everything that inner joins, conditions and projections can be merged into one. */
final class BlockBuilder {
    /** Computing outputs where they are used may not make the expressions larger than this. */
    private static final int MAX_MERGED_SIZE = 2_000;

    /** @throws UnsupportedQueryException for operators that cannot be planned yet */
    QueryBlock build(RelNode relation) {
        return switch (relation) {
            case TableScan scan ->
                QueryBlock.of(new TableLeaf(
                        scan.getTable().unwrapOrThrow(CatalogTable.class).table()));
            case Filter filter -> filter(filter);
            case Project project -> project(project);
            case Join join -> join(join);
            case Aggregate aggregate -> aggregate(aggregate);
            case Sort sort -> sort(sort);
            case Values values -> values(values);
            default -> throw new UnsupportedQueryException(Relations.describe(relation));
        };
    }

    private QueryBlock filter(Filter filter) {
        QueryBlock input = mergeable(build(filter.getInput()), List.of(filter.getCondition()));
        return input.filter(translate(input, filter.getCondition()));
    }

    private QueryBlock project(Project project) {
        QueryBlock input = mergeable(build(project.getInput()), project.getProjects());
        List<NamedExpression> outputs = new ArrayList<>();
        for (int index = 0; index < project.getProjects().size(); index++) {
            String name = project.getRowType().getFieldList().get(index).getName();
            outputs.add(new NamedExpression(
                    name, translate(input, project.getProjects().get(index))));
        }
        return input.project(outputs);
    }

    private QueryBlock join(Join join) {
        if (join.getJoinType() != JoinRelType.INNER) {
            throw new UnsupportedQueryException(Relations.describe(join));
        }
        QueryBlock both = build(join.getLeft()).join(build(join.getRight()));
        QueryBlock input = mergeable(both, List.of(join.getCondition()));
        return input.filter(translate(input, join.getCondition()));
    }

    private static Expression translate(QueryBlock input, RexNode node) {
        return new ExpressionTranslator(input.outputExpressions()).translate(node);
    }

    /** The block itself, or one that computes its outputs first if using them in these places would blow them up. */
    private static QueryBlock mergeable(QueryBlock block, List<RexNode> uses) {
        int[] references = Relations.countReferences(uses, block.outputs().size());
        long before = 0;
        long after = 0;
        for (int output = 0; output < references.length; output++) {
            int size = Scalars.size(block.outputs().get(output).expression(), MAX_MERGED_SIZE);
            before += size;
            after += (long) size * references[output];
        }
        return after > MAX_MERGED_SIZE && after > before ? QueryBlock.of(new BlockLeaf(block)) : block;
    }

    private QueryBlock aggregate(Aggregate aggregate) {
        if (aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
            throw new UnsupportedQueryException("GROUPING SETS, ROLLUP or CUBE");
        }
        QueryBlock input = build(aggregate.getInput());
        List<RelDataTypeField> fields = aggregate.getRowType().getFieldList();
        List<NamedExpression> keys = new ArrayList<>();
        for (int column : aggregate.getGroupSet()) {
            keys.add(new NamedExpression(
                    fields.get(keys.size()).getName(),
                    input.outputs().get(column).expression()));
        }
        List<DistinctAggregates.Request> requests = new ArrayList<>();
        for (AggregateCall call : aggregate.getAggCallList()) {
            String name = fields.get(keys.size() + requests.size()).getName();
            requests.add(request(input, call, name));
        }
        return requests.stream().anyMatch(DistinctAggregates.Request::distinct)
                ? new DistinctAggregates(input, keys, requests).build()
                : QueryBlock.of(new AggregateLeaf(
                        input,
                        keys,
                        requests.stream()
                                .map(DistinctAggregates.Request::aggregate)
                                .toList()));
    }

    private static DistinctAggregates.Request request(QueryBlock input, AggregateCall call, String name) {
        AggregateLeaf.Aggregate aggregate = aggregate(input, call, name);
        boolean extreme = aggregate.function() == Function.MIN || aggregate.function() == Function.MAX;
        return new DistinctAggregates.Request(aggregate, call.isDistinct() && !extreme);
    }

    private static AggregateLeaf.Aggregate aggregate(QueryBlock input, AggregateCall call, String name) {
        Function function = switch (call.getAggregation().getKind()) {
            case COUNT -> Function.COUNT;
            case SUM -> Function.SUM;
            case AVG -> Function.AVG;
            case MIN -> Function.MIN;
            case MAX -> Function.MAX;
            default ->
                throw new UnsupportedQueryException(
                        "the aggregate " + call.getAggregation().getName());
        };
        if (call.getArgList().size() > 1) {
            throw new UnsupportedQueryException(function + " of several columns");
        }
        Expression argument = call.getArgList().isEmpty()
                ? null
                : input.outputs().get(call.getArgList().getFirst()).expression();
        return new AggregateLeaf.Aggregate(
                function,
                call.filterArg < 0 ? counted(call, function, argument) : filtered(input, call, argument),
                name);
    }

    /** COUNT of what is never NULL counts rows. */
    private static @Nullable Expression counted(AggregateCall call, Function function, @Nullable Expression argument) {
        boolean rows = function == Function.COUNT && !call.isDistinct() && argument != null && !argument.nullable();
        return rows ? null : argument;
    }

    /** FILTER (WHERE c) is an argument that is NULL for other rows. */
    private static Expression filtered(QueryBlock input, AggregateCall call, @Nullable Expression argument) {
        Expression condition = input.outputs().get(call.filterArg).expression();
        Expression value = argument == null ? new Literal(DataType.INT32, 1L) : argument;
        return Folding.caseWhen(List.of(condition, value, new Literal(value.type(), null)), value.type());
    }

    private QueryBlock sort(Sort sort) {
        QueryBlock input = build(sort.getInput());
        List<SortedLeaf.Key> keys = new ArrayList<>();
        for (RelFieldCollation collation : sort.getCollation().getFieldCollations()) {
            keys.add(new SortedLeaf.Key(
                    collation.getFieldIndex(),
                    !collation.getDirection().isDescending(),
                    collation.nullDirection == RelFieldCollation.NullDirection.FIRST));
        }
        return QueryBlock.of(new SortedLeaf(input, keys, count(sort.offset, 0), count(sort.fetch, SortedLeaf.ALL)));
    }

    private static long count(@Nullable RexNode node, long otherwise) {
        if (node == null) {
            return otherwise;
        }
        if (node instanceof RexLiteral literal && literal.getValueAs(BigDecimal.class) instanceof BigDecimal number) {
            return number.min(BigDecimal.valueOf(Long.MAX_VALUE / 2)).longValue();
        }
        throw new UnsupportedQueryException("a LIMIT or OFFSET that is no constant");
    }

    private static QueryBlock values(Values values) {
        List<Field> columns = new ArrayList<>();
        for (RelDataTypeField field : values.getRowType().getFieldList()) {
            columns.add(new Field(
                    field.getName(),
                    ExpressionTranslator.type(field.getType()),
                    field.getType().isNullable()));
        }
        List<Object[]> rows = new ArrayList<>();
        for (List<RexLiteral> tuple : values.getTuples()) {
            Object[] row = new Object[columns.size()];
            for (int column = 0; column < row.length; column++) {
                Literal literal = LiteralTranslator.translate(tuple.get(column));
                row[column] = constant(literal, columns.get(column).type()).value();
            }
            rows.add(row);
        }
        return QueryBlock.of(new TableLeaf(new ConstantTable(new Schema(columns), rows)));
    }

    private static Literal constant(Literal literal, DataType type) {
        if (ExpressionTranslator.convert(literal, type) instanceof Literal converted) {
            return converted;
        }
        throw new UnsupportedQueryException("VALUES with " + literal + " in a column of type " + type);
    }
}
