package dev.carbide.operators.runtime;

import java.util.Arrays;
import java.util.List;

/**
 * Merges sorted rows of several workers into one order, by a tree of losers (Knuth, TAOCP 5.4.1). The inputs stay the
 * caller's. Used by one thread at a time.
 */
public final class SortedMerge {
    private static final long END = 0;

    private final RowOrder order;
    private final SortedRows[] inputs;
    private final long[] positions;
    private final long[] heads;
    private final long[] prefixes;
    /** Node 0 holds the winner, node i the loser of the match played there; input i enters at node (i + inputs) / 2. */
    private final int[] losers;

    public SortedMerge(List<SortedRows> inputs, RowOrder order) {
        this.order = order;
        this.inputs = inputs.stream().filter(input -> input.size() > 0).toArray(SortedRows[]::new);
        int count = this.inputs.length;
        positions = new long[count];
        heads = new long[count];
        prefixes = new long[count];
        losers = new int[Math.max(1, count)];
        for (int input = 0; input < count; input++) {
            advance(input);
        }
        play();
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

    /** Puts up to {@code rows.length} more rows into {@code rows}, in order; 0 at the end. */
    public int next(long[] rows) {
        if (inputs.length == 1) {
            int count = inputs[0].read(positions[0] - 1, rows);
            positions[0] += count;
            return count;
        }
        int count = 0;
        while (count < rows.length && inputs.length > 0) {
            int winner = losers[0];
            if (heads[winner] == END) {
                return count;
            }
            rows[count++] = heads[winner];
            advance(winner);
            replay(winner);
        }
        return count;
    }

    private void advance(int input) {
        long position = positions[input]++;
        heads[input] = position < inputs[input].size() ? inputs[input].row(position) : END;
        prefixes[input] = heads[input] == END ? -1 : RowOrder.prefix(heads[input]);
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
        if (heads[left] == END || heads[right] == END) {
            return heads[left] != END;
        }
        return order.compareKeys(heads[left], heads[right]) < 0;
    }

    /** Rows in all inputs. */
    public long size() {
        return Arrays.stream(inputs).mapToLong(SortedRows::size).sum();
    }
}
