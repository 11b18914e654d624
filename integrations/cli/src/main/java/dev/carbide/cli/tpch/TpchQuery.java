package dev.carbide.cli.tpch;

import dev.carbide.offheap.error.CarbideException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One of the 22 queries, with the substitution parameters of the specification's validation run.
 *
 * @param number 1 to 22
 */
public record TpchQuery(int number, String sql) {
    /** How many there are. */
    public static final int COUNT = 22;

    private static final List<Integer> SUPPORTED = List.of(1, 3, 5, 6, 10, 12, 14, 19);

    /** @param number 1 to {@link #COUNT} */
    public static TpchQuery of(int number) {
        if (number < 1 || number > COUNT) {
            throw new CarbideException("TPC-H has the queries 1 to " + COUNT + ", got " + number);
        }
        return new TpchQuery(number, read("q" + number + ".sql"));
    }

    /** Those that run today. */
    public static List<TpchQuery> supported() {
        return SUPPORTED.stream().map(TpchQuery::of).toList();
    }

    /** All of them. */
    public static List<TpchQuery> all() {
        return Stream.iterate(1, number -> number <= COUNT, number -> number + 1)
                .map(TpchQuery::of)
                .toList();
    }

    /** Of a list such as {@code 1,6} or {@code q1,q6}, in order of number. */
    public static List<TpchQuery> parse(List<String> numbers) {
        Set<Integer> wanted = new TreeSet<>();
        for (String number : numbers) {
            try {
                wanted.add(Integer.parseInt(number.strip().replaceFirst("^[qQ]", "")));
            } catch (NumberFormatException e) {
                throw new CarbideException(
                        "A query of TPC-H is a number from 1 to " + COUNT + ", got '" + number + "'", e);
            }
        }
        return wanted.stream().map(TpchQuery::of).toList();
    }

    /** {@code q1}. */
    public String name() {
        return "q" + number;
    }

    /** The relations that the text names; perhaps one too many, where another name reads the same. */
    public Set<TpchRelation> relations() {
        Set<String> words = new TreeSet<>(Arrays.asList(Pattern.compile("\\W+").split(sql)));
        Set<TpchRelation> named = EnumSet.noneOf(TpchRelation.class);
        for (TpchRelation relation : TpchRelation.values()) {
            if (words.contains(relation.tableName())) {
                named.add(relation);
            }
        }
        return named;
    }

    /** All relations that some of the queries name. */
    public static Set<TpchRelation> relations(List<TpchQuery> queries) {
        Set<TpchRelation> named = EnumSet.noneOf(TpchRelation.class);
        queries.forEach(query -> named.addAll(query.relations()));
        return named;
    }

    private static String read(String resource) {
        try (InputStream text = TpchQuery.class.getResourceAsStream(resource)) {
            if (text == null) {
                throw new IllegalStateException("Resource " + resource + " is missing");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
