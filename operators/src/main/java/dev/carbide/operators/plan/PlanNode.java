package dev.carbide.operators.plan;

import dev.carbide.offheap.type.Schema;
import java.util.List;

/** One relational operator and its inputs. Immutable; a constructor rejects what does not type-check. */
public sealed interface PlanNode
        permits ScanNode, FilterNode, ProjectNode, AggregateNode, HashJoinNode, SortNode, TopNNode, LimitNode {
    /** The columns this node produces. */
    Schema schema();

    List<PlanNode> inputs();

    /** One line for EXPLAIN, without the inputs. */
    String describe();

    /** The plan as an indented tree. */
    default String toTree() {
        StringBuilder text = new StringBuilder();
        appendTree(text, 0);
        return text.toString();
    }

    private void appendTree(StringBuilder text, int depth) {
        text.repeat("  ", depth).append(describe()).append('\n');
        inputs().forEach(input -> input.appendTree(text, depth + 1));
    }
}
