import com.palantir.javaformat.java.Main;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Formats Java sources with palantir-java-format, or checks that they are formatted.
 *
 * <p>{@code Format check|write ROOT [FILE…]}: without files, all sources below the root. Exit status 1 if a check finds an
 * unformatted file or a file does not parse.
 */
final class Format {
    private Format() {}

    public static void main(String[] args) throws Exception {
        boolean check = args[0].equals("check");
        Path root = Path.of(args[1]).toAbsolutePath().normalize();
        List<String> files = args.length > 2 ? List.of(args).subList(2, args.length) : sourcesBelow(root);
        if (files.isEmpty()) {
            throw new IllegalStateException("No Java sources below " + root);
        }
        System.exit(check ? check(root, files) : write(files));
    }

    private static int check(Path root, List<String> files) throws Exception {
        StringWriter unformatted = new StringWriter();
        int status = run(unformatted, List.of("--palantir", "--dry-run", "--set-exit-if-changed"), files);
        List<String> names = unformatted
                .toString()
                .lines()
                .map(name ->
                        "  " + root.relativize(Path.of(name).toAbsolutePath().normalize()))
                .sorted()
                .toList();
        if (!names.isEmpty()) {
            System.err.println("Not formatted:\n" + String.join("\n", names) + "\nFix with:  .ci/format --all");
        }
        return status;
    }

    private static int write(List<String> files) throws Exception {
        return run(new StringWriter(), List.of("--palantir", "--replace"), files);
    }

    private static int run(StringWriter out, List<String> options, List<String> files) throws Exception {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(files);
        PrintWriter errors = new PrintWriter(System.err, true);
        return new Main(new PrintWriter(out, true), errors, InputStream.nullInputStream())
                .format(arguments.toArray(String[]::new));
    }

    /** Resources are data, also when they end in .java: golden files hold what the code generator prints. */
    private static List<String> sourcesBelow(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> isSource(root.relativize(path)))
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isSource(Path path) {
        for (Path part : path) {
            String name = part.toString();
            if (name.equals("target") || name.equals("resources") || name.equals(".git")) {
                return false;
            }
        }
        return true;
    }
}
