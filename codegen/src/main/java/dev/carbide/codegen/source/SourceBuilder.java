package dev.carbide.codegen.source;

import dev.carbide.offheap.error.CarbideInternalException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Builds the text of one body of Java code. Templates take <code>${name}</code> places and pairs of name and value; a
 * missing or an unused name throws. Blocks are resources, so that nesting in the generator equals nesting in the output:
 *
 * <pre>{@code
 * try (var _ = out.block("for (int i = 0; i < ${n}; i++)", "n", n)) {
 *     String product = out.local("long", "product", "${a} * ${b}", "a", a, "b", b);
 *     out.line("sum += ${product};", "product", product);
 * }
 * }</pre>
 *
 * <p>For one thread.
 */
public final class SourceBuilder {
    private static final String INDENT = "    ";
    private static final int WIDTH = 120;

    private final Names names;
    private final StringBuilder text = new StringBuilder();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** @param names the scope from which locals of this body are named */
    public SourceBuilder(Names names) {
        this.names = names;
    }

    public Names names() {
        return names;
    }

    /** A new identifier of this body. */
    public String fresh(String stem) {
        return names.fresh(stem);
    }

    /** One or more lines of code; inner indentation of a text block is kept. */
    public SourceBuilder line(String template, Object... named) {
        return append(Template.fill(template, named), "");
    }

    /**
     * A line of code with a comment, made from any text as by {@link #comment}; the comment goes above the line if it does
     * not fit beside it.
     */
    public SourceBuilder annotated(String comment, String template, Object... named) {
        String safe = SourceText.comment(comment);
        String code = Template.fill(template, named).stripTrailing();
        if (safe.isEmpty()) {
            return append(code, "");
        }
        if (code.indexOf('\n') >= 0 || code.length() + safe.length() + 4 > width()) {
            return comment(safe).append(code, "");
        }
        return append(code, " // " + safe);
    }

    /**
     * Lines of comment. The text may be one that a user wrote: whatever is not printable ASCII, backslashes and ends of
     * comments are left out, so that nothing in it can become code; it is cut at 400 characters.
     */
    public SourceBuilder comment(String comment) {
        for (String line : SourceText.wrap(SourceText.comment(comment), width() - 3)) {
            append("// " + line, "");
        }
        return this;
    }

    private int width() {
        return Math.max(WIDTH - INDENT.length() * open.size(), 40);
    }

    public SourceBuilder blank() {
        text.append('\n');
        return this;
    }

    /** Declares a final local and returns its name. */
    public String local(String type, String stem, String value, Object... named) {
        return declare("final " + SourceText.type(type), stem, value, named);
    }

    /** Declares a local that will be assigned again and returns its name. It is always initialised. */
    public String variable(String type, String stem, String value, Object... named) {
        return declare(SourceText.type(type), stem, value, named);
    }

    private String declare(String type, String stem, String value, Object[] named) {
        String initial = Template.fill(value, named);
        String name = names.fresh(stem);
        append(type + " " + name + " = " + initial + ";", "");
        return name;
    }

    /** {@code header { … }}; close it where the block ends. */
    public Block block(String header, Object... named) {
        return open(Template.fill(header, named), "}");
    }

    /** {@code do { … } while (condition);} */
    public Block doWhile(String condition, Object... named) {
        return open("do", "} while (" + Template.fill(condition, named) + ");");
    }

    /** {@code if (condition) { … }}, with {@link Branch#otherwise} inside for the other half. */
    public Branch ifElse(String condition, Object... named) {
        append("if (" + Template.fill(condition, named) + ") {", "");
        var branch = new Branch();
        open.push(branch);
        return branch;
    }

    private Block open(String header, String end) {
        append(header + " {", "");
        var block = new Block(end);
        open.push(block);
        return block;
    }

    private void close(AutoCloseable block, String end) {
        if (open.peek() != block) {
            throw new CarbideInternalException("Blocks of generated code must be closed in the order of their nesting");
        }
        open.pop();
        append(end, "");
    }

    private SourceBuilder append(String code, String suffix) {
        String[] lines = code.stripTrailing().split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].stripTrailing();
            if (!line.isEmpty()) {
                text.repeat(INDENT, open.size()).append(line);
            }
            text.append(i == lines.length - 1 ? suffix : "").append('\n');
        }
        return this;
    }

    /** Takes over the text of a finished body at the present depth. */
    void splice(SourceBuilder body) {
        if (!body.text.isEmpty()) {
            append(body.text(), "");
        }
    }

    /** The text, indented from column 0. All blocks must be closed. */
    public String text() {
        if (!open.isEmpty()) {
            throw new CarbideInternalException(open.size() + " blocks of generated code are not closed:\n" + text);
        }
        return text.toString();
    }

    /** The text so far, for debugging. */
    @Override
    public String toString() {
        return text.toString();
    }

    /** An open block. */
    public final class Block implements AutoCloseable {
        private final String end;

        private Block(String end) {
            this.end = end;
        }

        @Override
        public void close() {
            SourceBuilder.this.close(this, end);
        }
    }

    /** An open {@code if}. */
    public final class Branch implements AutoCloseable {
        private boolean otherwise;

        private Branch() {}

        /** Ends the block before and starts {@code else}. */
        public void otherwise() {
            next("} else {");
            otherwise = true;
        }

        /** Ends the block before and starts {@code else if (condition)}. */
        public void otherwiseIf(String condition, Object... named) {
            next("} else if (" + Template.fill(condition, named) + ") {");
        }

        private void next(String line) {
            if (otherwise) {
                throw new CarbideInternalException("An if of generated code has one else, which is its last branch");
            }
            SourceBuilder.this.close(this, line);
            open.push(this);
        }

        @Override
        public void close() {
            SourceBuilder.this.close(this, "}");
        }
    }
}
