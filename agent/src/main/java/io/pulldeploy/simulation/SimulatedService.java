package io.pulldeploy.simulation;

/** One service of the simulated AWS. */
interface SimulatedService {
    /** Whether a signed request is for this service. */
    boolean takes(Request request);

    /** What the request asks for, as IAM names it: {@code s3:GetObject}. */
    String action(Request request);

    /** The ARN of what the request is about, or a star where IAM knows no resource for it. */
    String resource(Request request);

    /**
     * @throws ServiceError as the real service would refuse
     */
    Answer answer(Request request);

    /** An error in the form that this service's clients read. */
    Answer refusal(Request request, ServiceError error);
}
