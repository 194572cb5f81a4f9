package dev.mooring.awsstandin;

/** An error answer of an AWS service: its code, as in {@code InvalidTarget}, and its message. */
public final class AwsRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    public AwsRefusal(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }

    public String message() {
        return String.valueOf(getMessage());
    }
}
