import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Gives a class methods of its own for what javac leaves to bootstrap methods. Those make their
 * code at the first use, in every process, and an AOT cache of Java 25 does not keep it.
 */
final class DynamicCalls {
    private DynamicCalls() {}

    /**
     * @param prefix of the methods' names
     * @param which are replaced; other calls stay as they are
     * @param body writes the method that a call becomes, with the call's own parameters
     */
    static ClassTransform linked(
            ClassModel model,
            String prefix,
            Predicate<InvokeDynamicInstruction> which,
            BiConsumer<CodeBuilder, InvokeDynamicInstruction> body) {
        ClassDesc owner = model.thisClass().asSymbol();
        boolean inInterface = (model.flags().flagsMask() & ClassFile.ACC_INTERFACE) != 0;
        List<InvokeDynamicInstruction> found = new ArrayList<>();
        ClassTransform calls =
                ClassTransform.transformingMethodBodies((code, element) -> {
                    if (element instanceof InvokeDynamicInstruction call && which.test(call)) {
                        code.invokestatic(
                                owner, prefix + found.size(), call.typeSymbol(), inInterface);
                        found.add(call);
                    } else {
                        code.with(element);
                    }
                });
        ClassTransform methods =
                ClassTransform.endHandler(builder -> {
                    for (int i = 0; i < found.size(); i++) {
                        InvokeDynamicInstruction call = found.get(i);
                        builder.withMethodBody(
                                prefix + i,
                                call.typeSymbol(),
                                ClassFile.ACC_PRIVATE
                                        | ClassFile.ACC_STATIC
                                        | ClassFile.ACC_SYNTHETIC,
                                code -> body.accept(code, call));
                    }
                });
        return calls.andThen(methods);
    }

    /** Whether a method of that class in java.lang.runtime makes the call's code. */
    static boolean isBy(InvokeDynamicInstruction call, String bootstraps) {
        return call.bootstrapMethod()
                .owner()
                .descriptorString()
                .equals("Ljava/lang/runtime/" + bootstraps + ";");
    }
}
