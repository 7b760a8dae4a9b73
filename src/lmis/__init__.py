"""Labour-market information system of Cambodia and Lao PDR."""
