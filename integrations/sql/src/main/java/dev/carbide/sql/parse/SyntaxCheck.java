package dev.carbide.sql.parse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Rejects, before validation and with its position, what parses but is not supported; and remembers where the things are
 * that may turn out not to be.
 */
public final class SyntaxCheck extends SqlBasicVisitor<Void> {
    private static final int MAX_DIGITS = 38;

    private final SqlText source;
    private final Map<String, SqlParserPos> tables = new HashMap<>();
    private final Set<SqlNode> relations = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<SqlParserPos> subQueries = new ArrayList<>();
    private final List<SqlParserPos> distinctAggregates = new ArrayList<>();

    private SyntaxCheck(SqlText source) {
        this.source = source;
    }

    /** @throws dev.carbide.sql.SqlException at the first construct that is not supported */
    public static SyntaxCheck of(SqlNode statement, SqlText source) {
        SyntaxCheck check = new SyntaxCheck(source);
        if (!statement.isA(SqlKind.QUERY)) {
            throw check.unsupported(statement, statement.getKind().lowerName.replace('_', ' ') + " statements");
        }
        check.rememberRelation(statement);
        statement.accept(check);
        return check;
    }

    /** Where a table is first named in a FROM clause. */
    public Optional<SqlParserPos> table(@Nullable String name) {
        return Optional.ofNullable(name).map(known -> tables.get(known.toLowerCase(Locale.ROOT)));
    }

    /** The first query within an expression. */
    public Optional<SqlParserPos> subQuery() {
        return subQueries.stream().findFirst();
    }

    public Optional<SqlParserPos> distinctAggregate() {
        return distinctAggregates.stream().findFirst();
    }

    private RuntimeException unsupported(SqlNode node, String what) {
        return source.error(
                node.getParserPosition(), what + (what.endsWith("s") ? " are" : " is") + " not supported yet");
    }

    @Override
    public Void visit(SqlDynamicParam parameter) {
        throw unsupported(parameter, "a parameter");
    }

    @Override
    public Void visit(SqlDataTypeSpec type) {
        if (type.getTypeNameSpec() instanceof SqlBasicTypeNameSpec basic
                && basic.getTypeName().getSimple().equalsIgnoreCase("DECIMAL")
                && (basic.getPrecision() > MAX_DIGITS || basic.getScale() > Math.max(0, basic.getPrecision()))) {
            throw source.error(
                    type.getParserPosition(),
                    "DECIMAL may have up to " + MAX_DIGITS + " digits, as many of them behind the point, got " + type);
        }
        return null;
    }

    @Override
    public Void visit(SqlCall call) {
        switch (call.getKind()) {
            case SELECT -> select((SqlSelect) call);
            case ORDER_BY, WITH -> rememberSubQuery(call);
            case JOIN -> join((SqlJoin) call);
            case WITH_ITEM -> withItem((SqlWithItem) call);
            case UNION,
                    INTERSECT,
                    EXCEPT,
                    LATERAL,
                    UNNEST,
                    TABLESAMPLE,
                    COLLECTION_TABLE,
                    PIVOT,
                    UNPIVOT,
                    MATCH_RECOGNIZE,
                    SNAPSHOT,
                    EXTEND,
                    EXPLICIT_TABLE,
                    WITHIN_GROUP,
                    WITHIN_DISTINCT,
                    RESPECT_NULLS,
                    IGNORE_NULLS,
                    GROUPING_SETS,
                    ROLLUP,
                    CUBE,
                    CURSOR,
                    ARRAY_QUERY_CONSTRUCTOR,
                    MULTISET_QUERY_CONSTRUCTOR,
                    MAP_QUERY_CONSTRUCTOR ->
                throw unsupported(call, call.getOperator().getName());
            case OVER -> throw unsupported(call, "a window function");
            default -> aggregate(call);
        }
        return super.visit(call);
    }

    private void select(SqlSelect select) {
        rememberSubQuery(select);
        reject(select.getWindowList(), "WINDOW");
        if (select.getQualify() != null) {
            throw unsupported(select.getQualify(), "QUALIFY");
        }
        if (select.hasHints()) {
            throw unsupported(select, "a hint");
        }
        if (select.getFrom() != null) {
            rememberTables(select.getFrom());
        }
    }

    private void reject(@Nullable SqlNodeList nodes, String what) {
        if (nodes != null && !nodes.isEmpty()) {
            throw unsupported(nodes.get(0), what);
        }
    }

    private void rememberTables(SqlNode from) {
        switch (from.getKind()) {
            case JOIN -> {
                rememberTables(((SqlJoin) from).getLeft());
                rememberTables(((SqlJoin) from).getRight());
            }
            case AS -> rememberTables(((SqlCall) from).operand(0));
            case TABLE_REF -> rememberTables(((SqlCall) from).operand(0));
            case IDENTIFIER -> {
                SqlIdentifier name = (SqlIdentifier) from;
                tables.putIfAbsent(
                        name.names.get(name.names.size() - 1).toLowerCase(Locale.ROOT), name.getParserPosition());
            }
            default -> rememberRelation(from);
        }
    }

    private void join(SqlJoin join) {
        JoinType type = join.getJoinType();
        if (type != JoinType.INNER && type != JoinType.COMMA && type != JoinType.CROSS) {
            throw unsupported(join.getJoinTypeNode(), type.name().replace('_', ' ') + " JOIN");
        }
    }

    private void withItem(SqlWithItem item) {
        if (item.recursive.booleanValue()) {
            throw unsupported(item, "WITH RECURSIVE");
        }
    }

    /** A query that stands for a relation, not for a value, with what it consists of. */
    private void rememberRelation(SqlNode query) {
        relations.add(query);
        switch (query) {
            case SqlOrderBy ordered -> rememberRelation(ordered.query);
            case SqlWith with -> {
                rememberRelation(with.body);
                with.withList.forEach(item -> rememberRelation(((SqlWithItem) item).query));
            }
            default -> {}
        }
    }

    private void rememberSubQuery(SqlNode query) {
        if (!relations.contains(query)) {
            subQueries.add(query.getParserPosition());
            rememberRelation(query);
        }
    }

    private void aggregate(SqlCall call) {
        SqlNode quantifier = call.getFunctionQuantifier();
        if (quantifier != null && "DISTINCT".equals(quantifier.toString())) {
            distinctAggregates.add(call.getParserPosition());
        }
        if (call.getOperator() instanceof SqlAggFunction && call.getKind() == SqlKind.GROUPING) {
            throw unsupported(call, "GROUPING");
        }
    }
}
