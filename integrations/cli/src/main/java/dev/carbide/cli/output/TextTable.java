package dev.carbide.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Aligned columns of text: the widths, and lines written with them. */
public final class TextTable {
    private static final String GAP = "  ";

    /** Where the text of a column stands. */
    public enum Align {
        LEFT,
        RIGHT
    }

    private final List<Align> aligns;
    private final int[] widths;

    public TextTable(List<Align> aligns) {
        this.aligns = List.copyOf(aligns);
        this.widths = new int[aligns.size()];
    }

    /** Makes the columns wide enough for these cells. */
    public void fit(List<String> cells) {
        for (int column = 0; column < widths.length; column++) {
            widths[column] = Math.max(widths[column], width(cells.get(column)));
        }
    }

    /** The cells as a line, without an end of line and without trailing spaces. */
    public String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            if (column > 0) {
                line.append(GAP);
            }
            String cell = cells.get(column);
            int missing = Math.max(0, widths[column] - width(cell));
            if (aligns.get(column) == Align.RIGHT) {
                line.repeat(' ', missing).append(cell);
            } else {
                line.append(cell).repeat(' ', missing);
            }
        }
        return line.toString().stripTrailing();
    }

    /** A line of dashes under the header. */
    public String rule() {
        List<String> dashes = new ArrayList<>();
        Arrays.stream(widths).forEach(width -> dashes.add("-".repeat(width)));
        return String.join(GAP, dashes);
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
