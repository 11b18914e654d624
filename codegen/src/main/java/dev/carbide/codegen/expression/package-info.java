/**
 * The typed expression tree, its functions and their registry. Types are decided by whoever builds the tree; nothing is
 * inferred at run time. Each function is declared once: type rule, interpretation, generation.
 */
@NullMarked
package dev.carbide.codegen.expression;

import org.jspecify.annotations.NullMarked;
