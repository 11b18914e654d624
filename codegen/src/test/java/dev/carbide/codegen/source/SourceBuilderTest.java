package dev.carbide.codegen.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.error.CarbideInternalException;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SourceBuilderTest {
    private final SourceBuilder out = new SourceBuilder(new Names());

    @Test
    void nestingOfTheGeneratorIsNestingOfTheOutput() {
        String sum = out.variable("long", "sum", "${zero}", "zero", 0L);
        try (var _ = out.block("for (int row = 0; row < ${rows}; row++)", "rows", "batchRows")) {
            out.comment("[filter #1] l_quantity < ?0");
            String pass = out.local("boolean", "pass", "quantity[row] < limit");
            try (var branch = out.ifElse("${pass}", "pass", pass)) {
                out.line("${sum}++;", "sum", sum);
                branch.otherwiseIf("${sum} > ${n}", "sum", sum, "n", 9);
                out.line("""
                    if (a) {
                        b();

                    }
                    """);
                branch.otherwise();
                out.annotated("[x] other", "other();");
            }
        }
        try (var _ = out.doWhile("${sum} < 1", "sum", sum)) {
            out.line("${sum}++;", "sum", sum).blank();
        }
        assertEquals("""
            long sum = 0L;
            for (int row = 0; row < batchRows; row++) {
                // [filter #1] l_quantity < ?0
                final boolean pass = quantity[row] < limit;
                if (pass) {
                    sum++;
                } else if (sum > 9) {
                    if (a) {
                        b();

                    }
                } else {
                    other(); // [x] other
                }
            }
            do {
                sum++;

            } while (sum < 1);
            """, out.text());
    }

    @Test
    void blocksCloseInOrder() {
        var outer = out.block("while (true)");
        var inner = out.block("while (false)");
        assertThrows(CarbideInternalException.class, outer::close);
        inner.close();
        assertThrows(CarbideInternalException.class, inner::close);
        assertThrows(CarbideInternalException.class, out::text);
        outer.close();
        assertTrue(out.text().endsWith("}\n"));
    }

    @Test
    void anIfHasOneElse() {
        try (var branch = out.ifElse("a")) {
            branch.otherwise();
            assertThrows(CarbideInternalException.class, branch::otherwise);
            assertThrows(CarbideInternalException.class, () -> branch.otherwiseIf("b"));
        }
    }

    @Test
    void aBrokenTemplateLeavesNoNameAndNoText() {
        assertThrows(CarbideInternalException.class, () -> out.local("long", "sum", "${missing}"));
        assertThrows(CarbideInternalException.class, () -> out.block("for (${missing})"));
        assertEquals("sum", out.fresh("sum"));
        assertEquals("", out.text());
    }

    @Test
    void longCommentsAreBrokenAndGoAboveTheLine() {
        String comment = "word ".repeat(40).strip();
        out.annotated(comment, "call();");
        String[] lines = out.text().split("\n");
        assertEquals("call();", lines[lines.length - 1]);
        assertEquals(3, lines.length);
        for (String line : lines) {
            assertTrue(line.length() <= 120, line);
        }
        assertEquals("// " + comment, String.join(" ", lines[0], lines[1].substring(3)));
    }

    @Test
    void commentsLoseWhatCouldEndThem() {
        assertEquals("a b", SourceText.comment("a\n\r\tb"));
        assertEquals("au000ab", SourceText.comment("a\\u000ab"));
        assertEquals("a* b", SourceText.comment("a*/ b"));
        assertEquals("a* b", SourceText.comment("a*\u00e9/ b"));
        assertEquals("ab", SourceText.comment("a\u2028\u0000\ud800b"));
        assertEquals("x".repeat(400) + " ...", SourceText.comment("x".repeat(401)));
        assertEquals("x".repeat(400), SourceText.comment("x".repeat(400)));
    }

    @Property(tries = 500)
    void commentsAreOneLineOfHarmlessAscii(@ForAll("hostile") String text) {
        String safe = SourceText.comment(text);
        assertTrue(safe.matches("[ -\\[\\]-~]*"), safe);
        assertFalse(safe.contains("*/"), safe);
        assertTrue(safe.length() <= 404);
        var written = new SourceBuilder(new Names());
        written.comment(text).annotated(text, "call();");
        long code =
                written.text().lines().filter(line -> !line.startsWith("//")).count();
        assertEquals(1, code, written.text());
    }

    @Provide
    Arbitrary<String> hostile() {
        return HostileText.strings();
    }
}
