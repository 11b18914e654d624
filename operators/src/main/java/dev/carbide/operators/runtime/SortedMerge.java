package dev.carbide.operators.runtime;

import java.util.List;

/**
 * Merges sorted rows into one order, by a tree of losers (Knuth, TAOCP 5.4.1). The inputs stay the caller's; one that is
 * moved or closed makes the merge void, and another can be made of the same inputs. Used by one thread at a time.
 */
final class SortedMerge {
    /** Rows of any size. */
    static final long ANY_BYTES = Long.MAX_VALUE;

    private static final int NOBODY = -1;

    private final RowOrder order;
    private final MergeInput[] inputs;
    private final long[] heads;
    private final long[] prefixes;
    /** Node 0 holds the winner, node i the loser of the match played there; input i enters at node (i + inputs) / 2. */
    private final int[] losers;
    /** The input whose last row in memory was the last one given out. */
    private int usedUp = NOBODY;

    /** @param inputs open ones */
    SortedMerge(List<? extends MergeInput> inputs, RowOrder order) {
        this.order = order;
        this.inputs = inputs.toArray(MergeInput[]::new);
        int count = this.inputs.length;
        heads = new long[count];
        prefixes = new long[count];
        losers = new int[Math.max(1, count)];
        for (int input = 0; input < count; input++) {
            long head = this.inputs[input].head();
            set(input, head == MergeInput.NONE ? this.inputs[input].refill() : head);
        }
        play();
    }

    private void set(int input, long head) {
        heads[input] = head;
        prefixes[input] = head == MergeInput.NONE ? -1 : RowOrder.prefix(head);
    }

    private void play() {
        int count = inputs.length;
        int[] winners = new int[2 * Math.max(1, count)];
        for (int node = 2 * count - 1; node >= 1; node--) {
            if (node >= count) {
                winners[node] = node - count;
            } else {
                int left = winners[2 * node];
                int right = winners[2 * node + 1];
                boolean leftWins = !isBefore(right, left);
                winners[node] = leftWins ? left : right;
                losers[node] = leftWins ? right : left;
            }
        }
        losers[0] = winners[1];
    }

    /**
     * Puts more rows into {@code rows}, in order, up to {@code most} of them and until they make up {@code bytes}; 0 at the
     * end only. They are valid until the next call.
     */
    int next(long[] rows, int most, long bytes) {
        if (inputs.length == 0) {
            return 0;
        }
        if (inputs.length == 1 && inputs[0] instanceof MemoryInput input) {
            int count = input.take(rows, most);
            int within = bytes == ANY_BYTES ? count : within(rows, count, bytes);
            input.back(count - within);
            return within;
        }
        if (usedUp != NOBODY) {
            int input = usedUp;
            usedUp = NOBODY;
            set(input, inputs[input].refill());
            replay(input);
        }
        return merge(rows, most, bytes);
    }

    private int within(long[] rows, int count, long bytes) {
        long left = bytes;
        int within = 0;
        while (within < count && left > 0) {
            left -= order.layout().rowBytes(rows[within++]);
        }
        return within;
    }

    private int merge(long[] rows, int most, long bytes) {
        long left = bytes;
        boolean bounded = bytes != ANY_BYTES;
        int count = 0;
        while (count < most && left > 0) {
            int winner = losers[0];
            long row = heads[winner];
            if (row == MergeInput.NONE) {
                return count;
            }
            rows[count++] = row;
            if (bounded) {
                left -= order.layout().rowBytes(row);
            }
            long following = inputs[winner].advance();
            if (following == MergeInput.NONE) {
                usedUp = winner;
                return count;
            }
            heads[winner] = following;
            prefixes[winner] = RowOrder.prefix(following);
            replay(winner);
        }
        return count;
    }

    private void replay(int input) {
        int winner = input;
        for (int node = (input + inputs.length) >>> 1; node >= 1; node >>>= 1) {
            int loser = losers[node];
            if (isBefore(loser, winner)) {
                losers[node] = winner;
                winner = loser;
            }
        }
        losers[0] = winner;
    }

    private boolean isBefore(int left, int right) {
        if (prefixes[left] != prefixes[right]) {
            return Long.compareUnsigned(prefixes[left], prefixes[right]) < 0;
        }
        if (heads[left] == MergeInput.NONE || heads[right] == MergeInput.NONE) {
            return heads[left] != MergeInput.NONE;
        }
        return order.compareKeys(heads[left], heads[right]) < 0;
    }
}
