package dev.mooring.awsstandin;

/** The answers of the Query protocol. */
final class Xml {
    private Xml() {}

    static String response(String action, String result) {
        return "<" + action + "Response><" + action + "Result>" + result + "</" + action
                + "Result><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></" + action + "Response>";
    }

    static String error(AwsRefusal refusal) {
        return "<ErrorResponse><Error><Type>Sender</Type><Code>" + refusal.code() + "</Code><Message>"
                + escaped(refusal.message()) + "</Message></Error><RequestId>r-1</RequestId></ErrorResponse>";
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
