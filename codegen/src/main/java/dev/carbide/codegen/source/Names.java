package dev.carbide.codegen.source;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives out identifiers made of a stem and, from the second on, a number: {@code product}, {@code product1}.
 *
 * <p>Scopes form a tree, the class at its root and one scope per method. A name is new with respect to its own scope, to
 * all scopes around it and to all scopes inside it, whenever they ask; scopes beside each other may use the same name.
 */
public final class Names {
    private static final int MAX_LENGTH = 48;

    /** Of Java, with those that are keywords in some places only. */
    private static final Set<String> KEYWORDS = Set.of(
            ("abstract assert boolean break byte case catch char class const continue default do double else enum"
                + " exports extends false final finally float for goto if implements import instanceof int interface"
                + " long module native new non null opens package permits private protected provides public record"
                + " requires return sealed short static strictfp super switch synchronized this throw throws transient"
                + " transitive true try uses var void volatile when while with yield _")
                    .split(" "));

    /** Locals named like the first part of a qualified type name would hide it. */
    private static final Set<String> PACKAGES = Set.of("dev", "java", "javax", "jdk", "org", "com", "sun");

    private final @Nullable Names parent;
    private final Set<String> own = new HashSet<>();
    private final Set<String> inside = new HashSet<>();

    public Names() {
        this(null);
    }

    private Names(@Nullable Names parent) {
        this.parent = parent;
    }

    /** A scope inside this one. */
    public Names scope() {
        return new Names(this);
    }

    /** A new identifier; {@code stem} may be any text, also one that a user wrote. */
    public String fresh(String stem) {
        String base = identifier(stem);
        String separator = Character.isDigit(base.charAt(base.length() - 1)) ? "_" : "";
        String name = base;
        for (int i = 1; isTaken(name); i++) {
            name = base + separator + i;
        }
        take(name);
        return name;
    }

    /** Keeps a name from being given out. */
    public void reserve(String name) {
        take(name);
    }

    private boolean isTaken(String name) {
        if (inside.contains(name)) {
            return true;
        }
        for (Names scope = this; scope != null; scope = scope.parent) {
            if (scope.own.contains(name)) {
                return true;
            }
        }
        return KEYWORDS.contains(name) || PACKAGES.contains(name);
    }

    private void take(String name) {
        own.add(name);
        for (Names scope = parent; scope != null; scope = scope.parent) {
            scope.inside.add(name);
        }
    }

    /** Letters, digits and {@code _} in lower camel case: {@code l_quantity} stays, {@code Order Date} is {@code orderDate}. */
    static String identifier(String stem) {
        var name = new StringBuilder();
        boolean capital = false;
        for (int i = 0; i < stem.length() && name.length() < MAX_LENGTH; i++) {
            char next = stem.charAt(i);
            boolean letter = next >= 'a' && next <= 'z' || next >= 'A' && next <= 'Z';
            boolean digit = next >= '0' && next <= '9';
            if (letter || digit || next == '_') {
                name.append(capital && letter ? Character.toUpperCase(next) : next);
                capital = false;
            } else {
                capital = !name.isEmpty();
            }
        }
        return lowerFirst(name.toString());
    }

    private static String lowerFirst(String name) {
        if (name.chars().noneMatch(c -> c != '_')) {
            return "value";
        }
        if (Character.isDigit(name.charAt(0))) {
            return "n" + name;
        }
        if (name.equals(name.toUpperCase(Locale.ROOT))) {
            return name.toLowerCase(Locale.ROOT);
        }
        int capitals = 0;
        while (capitals < name.length() && Character.isUpperCase(name.charAt(capitals))) {
            capitals++;
        }
        // The last capital of a run begins the next word: URLCount is urlCount.
        int lowered = capitals > 1 && capitals < name.length() && Character.isLowerCase(name.charAt(capitals))
                ? capitals - 1
                : capitals;
        return name.substring(0, lowered).toLowerCase(Locale.ROOT) + name.substring(lowered);
    }
}
