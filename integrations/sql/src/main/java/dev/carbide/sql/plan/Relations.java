package dev.carbide.sql.plan;

import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.core.Window;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexVisitorImpl;

/** What the planner says and asks about relational algebra. */
final class Relations {
    private Relations() {}

    /** What a user would call it. */
    static String describe(RelNode relation) {
        return switch (relation) {
            case Join join ->
                switch (join.getJoinType()) {
                    case LEFT, RIGHT, FULL -> "a " + join.getJoinType() + " OUTER JOIN";
                    case SEMI -> "a semi-join";
                    case ANTI -> "an anti-join";
                    default -> "this kind of join";
                };
            case SetOp operation -> operation.kind.name();
            case Window ignored -> "a window function";
            case Correlate ignored -> "this correlated sub-query";
            case Values ignored -> "VALUES";
            default -> "this form of query";
        };
    }

    /** How often each input column is used. */
    static int[] countReferences(List<RexNode> expressions, int columns) {
        int[] counts = new int[columns];
        var counter = new RexVisitorImpl<Void>(true) {
            @Override
            public Void visitInputRef(RexInputRef reference) {
                counts[reference.getIndex()]++;
                return null;
            }
        };
        expressions.forEach(expression -> expression.accept(counter));
        return counts;
    }
}
