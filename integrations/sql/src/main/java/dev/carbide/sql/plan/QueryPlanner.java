package dev.carbide.sql.plan;

import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.operators.plan.NamedExpression;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.sql.SqlException;
import dev.carbide.sql.Statement;
import dev.carbide.sql.catalog.Catalog;
import dev.carbide.sql.catalog.QueryCatalog;
import dev.carbide.sql.parse.Conformance;
import dev.carbide.sql.parse.OutputNames;
import dev.carbide.sql.parse.Problems;
import dev.carbide.sql.parse.QueryParser;
import dev.carbide.sql.parse.SqlText;
import dev.carbide.sql.parse.SyntaxCheck;
import dev.carbide.sql.parse.TreeRewriter;
import dev.carbide.sql.plan.ExpressionTranslator.RejectedExpressionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The way from a statement to its plan. Every error on it is an {@link SqlException} with a position. */
public final class QueryPlanner {
    private final Statement statement;
    private final SqlText source;
    private final QueryCatalog catalog;

    private QueryPlanner(Statement statement, Catalog catalog) {
        this.statement = statement;
        this.source = statement.source();
        this.catalog = new QueryCatalog(catalog);
    }

    /**
     * A plan.
     *
     * @param readsFiles whether files stand for tables in it, which may change without notice
     */
    public record Result(PlanNode plan, boolean readsFiles) {}

    /** @throws SqlException if the statement cannot be planned */
    public static Result plan(Statement statement, Catalog catalog) {
        QueryPlanner planner = new QueryPlanner(statement, catalog);
        return new Result(planner.plan(), planner.catalog.readsFiles());
    }

    private PlanNode plan() {
        SqlNode parsed = TreeRewriter.rewrite(QueryParser.parse(statement, Conformance.INSTANCE), source);
        SyntaxCheck syntax = SyntaxCheck.of(parsed, source);
        OutputNames.add(parsed, source);
        try {
            return plan(new AlgebraBuilder(catalog).build(parsed));
        } catch (SqlException | CarbideInternalException complete) {
            throw complete;
        } catch (CalciteContextException invalid) {
            throw new NameProblems(source, catalog).explain(invalid);
        } catch (UnsupportedQueryException unsupported) {
            throw source.error(
                    position(unsupported, syntax), unsupported.getMessage() + " is not supported yet", unsupported);
        } catch (RejectedExpressionException rejected) {
            throw source.error(known(rejected.position()), rejected.getMessage(), rejected);
        } catch (CarbideException rejected) {
            SqlParserPos place = syntax.table(catalog.refused().orElse(null)).orElse(start());
            throw source.error(place, rejected.getMessage(), rejected);
        } catch (RuntimeException | AssertionError | LinkageError unforeseen) {
            throw source.error(start(), Problems.text(unforeseen), unforeseen);
        }
    }

    private static PlanNode plan(RelRoot root) {
        QueryBlock block = new BlockBuilder().build(root.rel);
        List<NamedExpression> outputs = new ArrayList<>();
        for (Map.Entry<Integer, String> field : root.fields) {
            outputs.add(new NamedExpression(
                    field.getValue(), block.outputs().get(field.getKey()).expression()));
        }
        return block.project(outputs).planOutputs();
    }

    private SqlParserPos position(UnsupportedQueryException unsupported, SyntaxCheck syntax) {
        return known(unsupported)
                .or(() -> syntax.table(unsupported.table()))
                .or(syntax::subQuery)
                .or(syntax::distinctAggregate)
                .orElseGet(this::start);
    }

    private static Optional<SqlParserPos> known(UnsupportedQueryException unsupported) {
        return Optional.of(unsupported.position()).filter(position -> position.getLineNum() > 0);
    }

    private SqlParserPos known(SqlParserPos position) {
        return position.getLineNum() > 0 ? position : start();
    }

    private SqlParserPos start() {
        return source.position(statement.begin());
    }
}
