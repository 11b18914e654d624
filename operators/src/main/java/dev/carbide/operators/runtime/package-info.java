/**
 * What generated pipelines extend and call, and the states of operators: ordinary Java, compiled by javac. Public
 * because generated classes live in their own loaders; nobody else uses it but the kernel.
 */
@NullMarked
package dev.carbide.operators.runtime;

import org.jspecify.annotations.NullMarked;
