/** A header that marks an answer that is not the student's reply, for the end on the other side. */
export const HTTP_FAILURE_HEADER = "kvstore-failure";
