package dev.carbide.sql.plan;

import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Literal;
import dev.carbide.offheap.type.DataType;
import dev.carbide.operators.plan.AggregateCall.Function;
import dev.carbide.operators.plan.NamedExpression;
import dev.carbide.sql.plan.AggregateLeaf.Aggregate;
import java.util.ArrayList;
import java.util.List;

/**
 * Aggregates of the distinct values of one expression, beside others that can be computed in two steps: first by the keys
 * and that expression, which makes its values distinct, then by the keys alone.
 */
final class DistinctAggregates {
    /** An aggregate as the query has it. */
    record Request(Aggregate aggregate, boolean distinct) {}

    private final QueryBlock input;
    private final List<NamedExpression> keys;
    private final List<Request> requests;

    DistinctAggregates(QueryBlock input, List<NamedExpression> keys, List<Request> requests) {
        this.input = input;
        this.keys = keys;
        this.requests = requests;
    }

    /** @throws UnsupportedQueryException if there is no such way */
    QueryBlock build() {
        Expression distinct = distinctArgument();
        List<NamedExpression> innerKeys = new ArrayList<>(keys);
        innerKeys.add(new NamedExpression("distinct_value", distinct));
        List<Aggregate> partials = new ArrayList<>();
        for (Request request : requests) {
            if (!request.distinct()) {
                partials.add(request.aggregate());
            }
        }
        QueryBlock inner = QueryBlock.of(new AggregateLeaf(input, innerKeys, partials));
        List<Expression> columns = inner.outputExpressions();
        List<NamedExpression> outerKeys = new ArrayList<>();
        for (int key = 0; key < keys.size(); key++) {
            outerKeys.add(new NamedExpression(keys.get(key).name(), columns.get(key)));
        }
        List<Aggregate> finals = new ArrayList<>();
        int partial = innerKeys.size();
        for (Request request : requests) {
            Expression argument = request.distinct() ? columns.get(keys.size()) : columns.get(partial++);
            Function function = request.distinct() ? request.aggregate().function() : merge(request.aggregate());
            finals.add(new Aggregate(function, argument, request.aggregate().name()));
        }
        return withZeroCounts(QueryBlock.of(new AggregateLeaf(inner, outerKeys, finals)));
    }

    private Expression distinctArgument() {
        Expression common = null;
        for (Request request : requests) {
            Expression argument = request.aggregate().argument();
            if (request.distinct()) {
                if (argument == null || common != null && !common.equals(argument)) {
                    throw new UnsupportedQueryException("DISTINCT in aggregates of different expressions");
                }
                common = argument;
            }
        }
        return java.util.Objects.requireNonNull(common);
    }

    private static Function merge(Aggregate partial) {
        return switch (partial.function()) {
            case COUNT, SUM -> Function.SUM;
            case MIN -> Function.MIN;
            case MAX -> Function.MAX;
            case AVG -> throw new UnsupportedQueryException("AVG beside an aggregate with DISTINCT");
        };
    }

    /** The sum of no counts is NULL where the count of no rows is 0. */
    private QueryBlock withZeroCounts(QueryBlock block) {
        List<NamedExpression> outputs = new ArrayList<>(block.outputs());
        for (int index = 0; index < requests.size(); index++) {
            Request request = requests.get(index);
            if (!request.distinct() && request.aggregate().function() == Function.COUNT) {
                int output = keys.size() + index;
                outputs.set(output, zeroIfNull(outputs.get(output)));
            }
        }
        return block.project(outputs);
    }

    private static NamedExpression zeroIfNull(NamedExpression count) {
        Expression value = count.expression();
        return value instanceof ColumnReference column && !column.nullable()
                ? count
                : new NamedExpression(count.name(), Folding.call("coalesce", value, new Literal(DataType.INT64, 0L)));
    }
}
