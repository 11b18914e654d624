package dev.carbide.codegen.source;

import dev.carbide.offheap.error.CarbideInternalException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** The imports of a compilation unit. Of two classes with the same simple name the second is called by its full name. */
final class Imports {
    private final Map<String, Class<?>> bySimpleName = new HashMap<>();
    private final TreeSet<String> lines = new TreeSet<>();

    String name(Class<?> type) {
        if (type.isArray()) {
            return name(type.getComponentType()) + "[]";
        }
        if (type.isPrimitive()) {
            return type.getName();
        }
        String canonical = type.getCanonicalName();
        if (canonical == null || !ClassBuilder.isAccessible(type)) {
            throw new CarbideInternalException("Generated code can use public classes only, got " + type.getName());
        }
        Class<?> outermost = type;
        while (outermost.getEnclosingClass() != null) {
            outermost = outermost.getEnclosingClass();
        }
        Class<?> known = bySimpleName.putIfAbsent(outermost.getSimpleName(), outermost);
        if (known != null && known != outermost) {
            return canonical;
        }
        if (!outermost.getPackageName().equals("java.lang")) {
            lines.add("import " + outermost.getCanonicalName() + ";");
        }
        String packageName = outermost.getPackageName();
        return packageName.isEmpty() ? canonical : canonical.substring(packageName.length() + 1);
    }

    String text() {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n\n";
    }
}
