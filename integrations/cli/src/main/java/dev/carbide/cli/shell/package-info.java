/** The interactive shell: reading statements from a terminal or a pipe, completing names, and the dot commands. */
@NullMarked
package dev.carbide.cli.shell;

import org.jspecify.annotations.NullMarked;
