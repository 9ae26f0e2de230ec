package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;
import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.IamDocuments;
import io.pulldeploy.aws.IamDocuments.ManagedPolicy;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.modules.AwsConnections;
import io.pulldeploy.modules.Plain;
import io.pulldeploy.render.Json;
import io.pulldeploy.render.JsonError;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code boto_iam}: managed policies, server certificates and SAML providers. */
public final class IamDocumentState {
    private static final AwsParameters POLICY =
            AwsParameters.of(
                    "name: text, policy_document: any, path: text=None, description: text=None",
                    Map.of());

    private static final AwsParameters CERTIFICATE =
            AwsParameters.of(
                    "name: text, public_key: text, private_key: text, cert_chain: text=None, path:"
                            + " text=None",
                    Map.of());

    private static final AwsParameters PROVIDER =
            AwsParameters.of("name: text, saml_metadata_document: text", Map.of());

    private static final AwsParameters NAME = AwsParameters.of("name: text", Map.of());

    /** IAM keeps five versions of a policy. */
    private static final int OTHER_VERSIONS = 4;

    private final AwsConnections connections;

    public IamDocumentState(AwsConnections connections) {
        this.connections = connections;
    }

    public List<StateFunction> functions() {
        return AwsState.all(
                function(
                        "policy_present",
                        "Ensures that a managed policy exists, whose default version is this.",
                        POLICY,
                        IamDocumentState::policy),
                function(
                        "policy_absent",
                        "Ensures that a managed policy does not exist.",
                        NAME,
                        IamDocumentState::policyAbsent),
                function(
                        "server_cert_present",
                        "Ensures that a server certificate is uploaded.",
                        CERTIFICATE,
                        IamDocumentState::certificate),
                function(
                        "server_cert_absent",
                        "Ensures that a server certificate does not exist.",
                        NAME,
                        IamDocumentState::certificateAbsent),
                function(
                        "saml_provider_present",
                        "Ensures that a SAML provider exists with this metadata.",
                        PROVIDER,
                        IamDocumentState::provider),
                function(
                        "saml_provider_absent",
                        "Ensures that a SAML provider does not exist.",
                        NAME,
                        IamDocumentState::providerAbsent));
    }

    private List<StateFunction> function(
            String function, String doc, AwsParameters parameters, AwsState.Body body) {
        return AwsState.named("boto_iam." + function, doc, parameters, connections, "iam", body);
    }

    private static Steps policy(AwsState.Call call) {
        String name = call.name();
        IamDocuments documents = call.account().iamDocuments();
        Map<String, @Nullable Object> wanted = document(call.args().value("policy_document"));
        Optional<ManagedPolicy> found = documents.policy(name);
        if (found.isEmpty()) {
            Map<String, @Nullable Object> made = entry("policy", name);
            made.put("document", wanted);
            return new Steps()
                    .step(
                            "IAM policy " + name + " is set to be created.",
                            "Policy " + name + " has been created.",
                            change(null, made),
                            () ->
                                    documents.createPolicy(
                                            name,
                                            wanted,
                                            call.args().text("path"),
                                            call.args().text("description")));
        }
        ManagedPolicy is = found.get();
        refuseOther(call, "path", is.path());
        refuseOther(call, "description", is.description());
        if (PolicyMeaning.same(wanted, is.document())) {
            return new Steps().note("Policy " + name + " is present.");
        }
        return new Steps()
                .step(
                        "Policy " + name + " set to be modified.",
                        "Policy " + name + " has been modified.",
                        change("document", is.document(), wanted),
                        () -> {
                            is.others().stream()
                                    .skip(OTHER_VERSIONS - 1L)
                                    .forEach(v -> documents.deleteVersion(is.arn(), v));
                            documents.addVersion(is.arn(), wanted);
                            documents.deleteVersion(is.arn(), is.version());
                        });
    }

    private static void refuseOther(AwsState.Call call, String property, String is) {
        call.args()
                .text(property)
                .filter(wanted -> !wanted.equals(is))
                .ifPresent(wanted -> {
                    throw Fixed.refusal("Policy " + call.name(), property, is, wanted);
                });
    }

    private static Map<String, @Nullable Object> document(@Nullable Object given) {
        Object read = given;
        if (given instanceof String text) {
            try {
                read = Json.parse(text);
            } catch (JsonError e) {
                throw new CallError("'policy_document' is no JSON: " + e.getMessage());
            }
        }
        Map<String, @Nullable Object> document = Plain.mapping(read);
        if (!document.containsKey("Statement")) {
            throw new CallError("'policy_document' has no Statement.");
        }
        return document;
    }

    private static Steps policyAbsent(AwsState.Call call) {
        String name = call.name();
        IamDocuments documents = call.account().iamDocuments();
        Optional<ManagedPolicy> found = documents.policy(name);
        if (found.isEmpty()) {
            return new Steps().note("Policy " + name + " does not exist.");
        }
        return new Steps()
                .step(
                        "Policy " + name + " is set to be removed.",
                        "Policy " + name + " deleted.",
                        change("policy", name, null),
                        () -> {
                            String arn = found.get().arn();
                            found.get().others().forEach(v -> documents.deleteVersion(arn, v));
                            documents.deletePolicy(arn);
                        });
    }

    private static Steps certificate(AwsState.Call call) {
        String name = call.name();
        IamDocuments documents = call.account().iamDocuments();
        String body = contents(call, "public_key");
        String key = contents(call, "private_key");
        Optional<String> chain =
                call.args().text("cert_chain").map(_ -> contents(call, "cert_chain"));
        Optional<IamDocuments.Certificate> found = documents.certificate(name);
        if (found.isPresent()) {
            if (!found.get().body().strip().equals(body.strip())) {
                throw Fixed.refusal(
                        "Certificate " + name,
                        "what it certifies",
                        "give the new one another name, and name that where it is used");
            }
            call.args()
                    .text("path")
                    .filter(wanted -> !wanted.equals(found.get().path()))
                    .ifPresent(wanted -> {
                        throw Fixed.refusal(
                                "Certificate " + name, "path", found.get().path(), wanted);
                    });
            return new Steps().note("Certificate " + name + " exists.");
        }
        Map<String, @Nullable Object> request = entry("ServerCertificateName", name);
        request.put("CertificateBody", body);
        request.put("PrivateKey", key);
        chain.ifPresent(c -> request.put("CertificateChain", c));
        call.args().text("path").ifPresent(p -> request.put("Path", p));
        return new Steps()
                .step(
                        "Server certificate " + name + " is set to be created.",
                        "Certificate " + name + " was created.",
                        change("certificate", null, name),
                        () -> documents.uploadCertificate(request));
    }

    /** What a parameter says, or the file that it names says. */
    private static String contents(AwsState.Call call, String parameter) {
        String given = call.args().string(parameter);
        if (!given.startsWith("salt://")) {
            return given;
        }
        Object read = call.minion().call("cp.get_file_str", List.of(given), Map.of());
        if (!(read instanceof String text)) {
            throw new CallError("'" + parameter + "': file " + given + " not found.");
        }
        return text;
    }

    private static Steps certificateAbsent(AwsState.Call call) {
        String name = call.name();
        IamDocuments documents = call.account().iamDocuments();
        if (documents.certificate(name).isEmpty()) {
            return new Steps().note("Certificate " + name + " does not exist.");
        }
        return new Steps()
                .step(
                        "Server certificate " + name + " is set to be deleted.",
                        "Certificate " + name + " was deleted.",
                        change("certificate", name, null),
                        () -> documents.deleteCertificate(name));
    }

    private static Steps provider(AwsState.Call call) {
        String name = call.name();
        IamDocuments documents = call.account().iamDocuments();
        String wanted = contents(call, "saml_metadata_document");
        Optional<String> arn = documents.samlProvider(name);
        if (arn.isEmpty()) {
            return new Steps()
                    .step(
                            "SAML provider " + name + " is set to be created.",
                            "SAML provider " + name + " was created.",
                            change("saml_provider", null, name),
                            () -> documents.createSamlProvider(name, wanted));
        }
        String is = documents.samlMetadata(arn.get());
        if (is.strip().equals(wanted.strip())) {
            return new Steps().note("SAML provider " + name + " is present.");
        }
        return new Steps()
                .step(
                        "SAML provider " + name + " is set to be updated.",
                        "SAML provider " + name + " was updated.",
                        change("saml_metadata_document", is, wanted),
                        () -> documents.updateSamlProvider(arn.get(), wanted));
    }

    private static Steps providerAbsent(AwsState.Call call) {
        String name = call.name();
        IamDocuments documents = call.account().iamDocuments();
        Optional<String> arn = documents.samlProvider(name);
        if (arn.isEmpty()) {
            return new Steps().note("SAML provider " + name + " is absent.");
        }
        return new Steps()
                .step(
                        "SAML provider " + name + " is set to be removed.",
                        "SAML provider " + name + " was deleted.",
                        change("saml_provider", name, null),
                        () -> documents.deleteSamlProvider(arn.get()));
    }
}
