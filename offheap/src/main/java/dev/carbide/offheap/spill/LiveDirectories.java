package dev.carbide.offheap.spill;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The spill directories of this process by name. Their lock files must never be opened a second time: closing any channel
 * on a file drops all locks that the process has on it. Also kept in the system properties, because the process may have
 * loaded this class more than once; not only there, because tests tend to restore them. Thread-safe.
 */
final class LiveDirectories {
    private static final String PROPERTY = "carbide.spill.live.";

    private static final Set<String> OF_THIS_CLASS = ConcurrentHashMap.newKeySet();

    private LiveDirectories() {}

    static void add(String name) {
        OF_THIS_CLASS.add(name);
        System.setProperty(PROPERTY + name, "true");
    }

    static void remove(String name) {
        OF_THIS_CLASS.remove(name);
        System.clearProperty(PROPERTY + name);
    }

    static boolean contains(String name) {
        return OF_THIS_CLASS.contains(name) || System.getProperty(PROPERTY + name) != null;
    }
}
