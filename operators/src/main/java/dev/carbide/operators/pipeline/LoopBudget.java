package dev.carbide.operators.pipeline;

import dev.carbide.codegen.compile.PipelineCompiler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * How much one generated loop may hold, in estimated bytes of bytecode. What is larger is spread over several loops, and
 * expressions that are larger by themselves get methods for their parts. Estimates may be wrong: a class with a method
 * above {@link PipelineCompiler#HUGE_METHOD_LIMIT} is generated again with a smaller budget.
 *
 * <p>{@code -Dcarbide.loop.bytes=200} splits nearly every loop: a test mode.
 */
record LoopBudget(int bytes) {
    /** Half of what is allowed: estimates are rough. */
    static final LoopBudget USUAL =
            new LoopBudget(Integer.getInteger("carbide.loop.bytes", PipelineCompiler.HUGE_METHOD_LIMIT / 2));

    private static final int LEAST = 64;

    boolean canShrink() {
        return bytes > LEAST;
    }

    LoopBudget smaller() {
        return new LoopBudget(bytes / 2);
    }

    /** The items in their order, as many in each group as the budget allows, but one at least. */
    <T> List<List<T>> groups(List<T> items, ToIntFunction<T> weight) {
        List<List<T>> groups = new ArrayList<>();
        List<T> group = new ArrayList<>();
        long sum = 0;
        for (T item : items) {
            int next = weight.applyAsInt(item);
            if (!group.isEmpty() && sum + next > bytes) {
                groups.add(group);
                group = new ArrayList<>();
                sum = 0;
            }
            group.add(item);
            sum += next;
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
        return groups;
    }
}
