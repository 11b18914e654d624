package dev.carbide.codegen.runtime;

/** A parameter of a generated class that every instance of the class needs for itself. */
public interface Bindable {
    /** What the instance is given in place of this. */
    Object bind(InstanceResources resources);
}
