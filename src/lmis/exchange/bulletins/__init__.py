"""The bulletin of demand and supply: one content, written as PDF and as a workbook; pages draw it too."""
