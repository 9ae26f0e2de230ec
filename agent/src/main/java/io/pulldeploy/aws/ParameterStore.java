package io.pulldeploy.aws;

import java.util.List;

/** AWS Systems Manager Parameter Store. */
public interface ParameterStore {
    /**
     * A parameter.
     *
     * @param name full name, such as {@code /myapp/testing/db/password}
     * @param values one, or several for a list of texts
     * @param list whether the parameter is a list of texts
     * @param secret whether it is stored encrypted
     */
    record Parameter(String name, List<String> values, boolean list, boolean secret) {
        public Parameter {
            values = List.copyOf(values);
        }
    }

    /**
     * The parameters below a path, decrypted; empty if there are none.
     *
     * @param recursive whether those of deeper levels are read too
     * @throws io.pulldeploy.model.Failure if the store is out of reach or denies it
     */
    List<Parameter> below(String path, boolean recursive);
}
