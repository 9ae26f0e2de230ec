package io.pulldeploy;

/** Builds the object graph by plain constructors; nothing else does. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(0);
    }
}
